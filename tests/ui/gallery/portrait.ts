import type { Portrait } from '../../../src/contract/session.ts'

const width = 413
const height = 531

/** A drawn head and shoulders: nobody's face. */
export function drawPortrait(): Portrait {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const pen = canvas.getContext('2d')!
  const shape = (colour: string, draw: () => void) => {
    pen.fillStyle = colour
    pen.beginPath()
    draw()
    pen.fill()
  }
  shape('#d9dcdf', () => pen.rect(0, 0, width, height))
  shape('#3d4a5c', () => pen.ellipse(206, 560, 210, 150, 0, 0, 7))
  shape('#8d5f43', () => pen.rect(160, 360, 92, 110))
  shape('#2a1f1b', () => pen.ellipse(206, 215, 138, 165, 0, 0, 7))
  shape('#a06d4e', () => pen.ellipse(206, 255, 112, 150, 0, 0, 7))
  for (const x of [160, 252]) {
    shape('#ffffff', () => pen.ellipse(x, 240, 22, 12, 0, 0, 7))
    shape('#2a1f1b', () => pen.arc(x, 240, 10, 0, 7))
    shape('#2a1f1b', () => pen.rect(x - 28, 208, 56, 8))
  }
  shape('#855840', () => pen.ellipse(206, 295, 18, 26, 0, 0, 7))
  shape('#7d3b36', () => pen.ellipse(206, 345, 38, 11, 0, 0, 7))
  return { mediaType: 'image/png', base64: canvas.toDataURL('image/png').split(',')[1]!, width, height }
}
