export { contentType, size } from '@next-cross-origin/lab/pages/picture'
export { pictureOfErrors as default } from '@next-cross-origin/lab/pages/pictures'
