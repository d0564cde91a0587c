export { default, generateMetadata } from '@next-cross-origin/lab/pages/lab-layout'
