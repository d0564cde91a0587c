export { contentType, size } from '@next-cross-origin/lab/pages/picture'
export { pictureOfDoctor as default } from '@next-cross-origin/lab/pages/pictures'
