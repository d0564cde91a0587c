export { default, metadata } from '@next-cross-origin/lab/pages/learn'
