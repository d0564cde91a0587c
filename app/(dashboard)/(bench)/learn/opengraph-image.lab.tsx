export { contentType, size } from '@next-cross-origin/lab/pages/picture'
export { pictureOfTutorial as default } from '@next-cross-origin/lab/pages/pictures'
