export { default } from '@next-cross-origin/lab/pages/bench-layout'
