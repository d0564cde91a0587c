import type { Outcome } from '../finding.ts'

/** Shows a picture outside the page's view, draws it on a canvas and tries to read a pixel. */
export async function loadImage(url: string, mode: 'cors' | 'no-cors'): Promise<Outcome> {
  const image = new Image()
  if (mode === 'cors') image.crossOrigin = 'anonymous'
  image.src = url
  const shown = await new Promise<boolean>((resolve) => {
    image.onload = () => resolve(true)
    image.onerror = () => resolve(false)
  })
  return { kind: 'image', shown, pixels: shown ? canReadPixels(image) : null }
}

function canReadPixels(image: HTMLImageElement): boolean {
  const context = document.createElement('canvas').getContext('2d')
  if (context === null) return false
  context.drawImage(image, 0, 0)
  try {
    context.getImageData(0, 0, 1, 1)
    return true
  } catch {
    return false
  }
}
