import type { Portrait } from '../../../src/contract/session.ts'
import { drawnAs, shape, type Drawing } from './drawing.ts'

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
  const { width, height } = portraitDrawing
  return { mediaType: 'image/png', base64: drawnAs(portraitDrawing).split(',')[1]!, width, height }
}
