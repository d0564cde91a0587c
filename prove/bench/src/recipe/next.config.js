// @ts-check
import { fileURLToPath } from 'node:url'

/** @type {import('next').NextConfig} */
export default {
  pageExtensions: ['ts'],
  poweredByHeader: false,
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['@electric-sql/pglite', '@node-rs/argon2', 'pg', 'proper-lockfile'],
  turbopack: { root: fileURLToPath(new URL('../../../..', import.meta.url)) },
}
