export { default, metadata } from '@next-cross-origin/lab/pages/your-request'
