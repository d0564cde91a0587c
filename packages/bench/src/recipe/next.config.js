// @ts-check
import { fileURLToPath } from 'node:url'

/** @type {import('next').NextConfig} */
export default {
  pageExtensions: ['ts'],
  poweredByHeader: false,
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: fileURLToPath(new URL('../../..', import.meta.url)) },
}
