export { default, generateMetadata } from '@next-cross-origin/lab/pages/bench-layout'
