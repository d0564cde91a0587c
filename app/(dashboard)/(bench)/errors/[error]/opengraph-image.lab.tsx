export { contentType, size } from '@next-cross-origin/lab/pages/picture'
export { pictureOfError as default } from '@next-cross-origin/lab/pages/pictures'
