import type { Portrait } from '../../../src/contract/session.ts'
import { shape, type Drawing } from './drawing.ts'

const ground = '#d9dcdf'

/** A drawn head and shoulders: nobody's face. */
export const portraitDrawing: Drawing = {
  width: 413,
  height: 531,
  ground,
  shapes: [
    shape(ground, 'rectangle', 0, 0, 413, 531),
    shape('#3d4a5c', 'ellipse', 206, 560, 210, 150),
    shape('#8d5f43', 'rectangle', 160, 360, 92, 110),
    shape('#2a1f1b', 'ellipse', 206, 215, 138, 165),
    shape('#a06d4e', 'ellipse', 206, 255, 112, 150),
    ...[160, 252].flatMap((x) => [
      shape('#ffffff', 'ellipse', x, 240, 22, 12),
      shape('#2a1f1b', 'ellipse', x, 240, 10, 10),
      shape('#2a1f1b', 'rectangle', x - 28, 208, 56, 8),
    ]),
    shape('#855840', 'ellipse', 206, 295, 18, 26),
    shape('#7d3b36', 'ellipse', 206, 345, 38, 11),
  ],
}

/** The drawing as a chip's portrait. */
export function drawPortrait(): Portrait {
  const { width, height, shapes } = portraitDrawing
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const pen = canvas.getContext('2d')!
  for (const { colour, kind, at } of shapes) {
    const [x, y, w, h] = at as [number, number, number, number]
    pen.fillStyle = colour
    pen.beginPath()
    if (kind === 'rectangle') pen.rect(x, y, w, h)
    else pen.ellipse(x, y, w, h, 0, 0, 7)
    pen.fill()
  }
  return { mediaType: 'image/png', base64: canvas.toDataURL('image/png').split(',')[1]!, width, height }
}

/** The same as a data URL. */
export function drawnFace(): string {
  const { mediaType, base64 } = drawPortrait()
  return `data:${mediaType};base64,${base64}`
}
