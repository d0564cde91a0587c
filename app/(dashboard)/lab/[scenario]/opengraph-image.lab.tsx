export { contentType, size } from '@next-cross-origin/lab/pages/picture'
export { pictureOfLesson as default } from '@next-cross-origin/lab/pages/pictures'
