export { contentType, size } from '@next-cross-origin/lab/pages/picture'
export { pictureOfChapter as default } from '@next-cross-origin/lab/pages/pictures'
