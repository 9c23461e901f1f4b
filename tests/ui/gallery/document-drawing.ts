import { shape, type Drawing } from './drawing.ts'
import { portraitDrawing } from './portrait.ts'

const paper = '#e9eef0'
const ink = '#23303a'
const tint = '#c3d3d8'
/** Where the page lies on the desk, within the outline over it, and the portrait on it. */
const page = [150, 90, 980, 540] as const
const [left, top, width, height] = page
const face = { left: left + 40, top: top + 80, width: 225 }
const small = face.width / portraitDrawing.width

/** Letters of the machine readable zone, too coarse to be read: bars of one width, blanks where fillers are. */
const zoneLine = (y: number) =>
  Array.from({ length: 44 }, (_, column) => column)
    .filter((column) => (column * 7) % 11 < 8)
    .map((column) => shape(ink, 'rectangle', left + 40 + column * 20.4, y, 12, 26))

/** A data page on a desk, as a camera above the counter sees it: drawn, of no country, with nothing to read. */
export const documentDrawing: Drawing = {
  width: 1280,
  height: 720,
  ground: '#6b6f76',
  shapes: [
    shape(paper, 'rectangle', ...page),
    shape(tint, 'rectangle', left, top, width, 64),
    shape(ink, 'rectangle', left + 40, top + 22, 300, 20),
    ...portraitDrawing.shapes
      .filter(({ at }) => at[1]! < 500)
      .map(({ colour, kind, at }) => {
        const [x, y, w, h] = at.map((length) => length * small) as [number, number, number, number]
        return shape(colour, kind, face.left + x, face.top + y, w, h)
      }),
    ...[0, 1, 2, 3, 4].flatMap((row) => [
      shape(tint, 'rectangle', left + 330, top + 92 + row * 56, 130, 10),
      shape(ink, 'rectangle', left + 330, top + 110 + row * 56, 420 - (row % 3) * 90, 18),
    ]),
    shape(tint, 'ellipse', left + 880, top + 290, 60, 60),
    shape('#f5f7f7', 'rectangle', left, top + height - 150, width, 150),
    ...zoneLine(top + height - 128),
    ...zoneLine(top + height - 72),
  ],
}
