export { default } from '@next-cross-origin/lab/pages/catalogue'
