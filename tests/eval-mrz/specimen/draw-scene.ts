import type { MrzFormat } from '../../../src/contract/mrz.ts'
import { charPitchMm, project } from './draw-page.ts'
import type { Page, Point } from './draw-page.ts'
import type { GlyphSet } from './glyphs.ts'
import { blur, develop, guilloche, lighting } from './noise.ts'
import type { Field } from './noise.ts'
import { extentOf, placeSheet } from './pose.ts'
import type { Placed, Pose } from './pose.ts'
import type { Random } from './random.ts'
import { cardSheet, documentSheet, letterSheet } from './sheet.ts'
import type { DocumentSheet } from './sheet.ts'

export const sceneKinds = ['phone', 'webcam', 'scan', 'web', 'crop'] as const
/** Where a picture comes from: a hand held camera, a fixed one, an A4 scan, a small picture of the web, a cut-out MRZ. */
export type SceneKind = (typeof sceneKinds)[number]

type Frame = { width: number; height: number; pixelsPerMm: number; pose: Pose; middle: Point }

const degree = Math.PI / 180
const flat: Pose = { turn: 0, leanX: 0, leanY: 0, distance: 3 }

/** Pictures are drawn at most this wide; larger ones are enlarged afterwards, as cameras' own processing blurs them. */
const widestDrawn = 2600

function poseOf(random: Random, tilt: number, lean: number, turns: number): Pose {
  return {
    turn: degree * (random.between(-tilt, tilt) + 90 * turns),
    leanX: degree * random.between(-lean, lean),
    leanY: degree * random.between(-lean, lean),
    distance: random.between(1.4, 4),
  }
}

const turnsOf = (random: Random, chance: number): number => (random.chance(chance) ? random.integer(1, 3) : 0)

/** A camera's picture in which the document takes `share` of what it could. */
function cameraFrame(random: Random, sheet: DocumentSheet, size: Point, share: number, pose: Pose): Frame {
  const one = extentOf(sheet, pose, 1)
  const pixelsPerMm = share * Math.min(size.x / one.width, size.y / one.height)
  const [w, h] = [one.width * pixelsPerMm, one.height * pixelsPerMm]
  const middle = { x: random.between(w / 2, size.x - w / 2), y: random.between(h / 2, size.y - h / 2) }
  return { width: size.x, height: size.y, pixelsPerMm, pose, middle }
}

/** The picture is cut close to the document, or inside it: `beyond` are the millimetres of margin on each side. */
function tightFrame(sheet: DocumentSheet, pixelsPerMm: number, pose: Pose, beyond: [number, number, number]): Frame {
  const [side, top, bottom] = beyond.map((mm) => mm * pixelsPerMm) as [number, number, number]
  const whole = extentOf(sheet, pose, pixelsPerMm)
  return {
    width: Math.round(whole.width + 2 * side),
    height: Math.round(whole.height + top + bottom),
    pixelsPerMm,
    pose,
    middle: { x: whole.width / 2 + side, y: whole.height / 2 + top },
  }
}

const frames: Record<SceneKind, (random: Random, sheet: DocumentSheet) => Frame> = {
  phone: (random, sheet) => {
    const width = Math.min(widestDrawn, random.integer(1000, 4000))
    const portrait = random.chance(0.4)
    const size = portrait ? { x: Math.round(width * 0.75), y: width } : { x: width, y: Math.round(width * 0.75) }
    const pose = poseOf(random, random.chance(0.5) ? 20 : 6, random.chance(0.6) ? 22 : 8, turnsOf(random, 0.25))
    return cameraFrame(random, sheet, size, Math.max(650 / width, random.between(0.4, 0.95)), pose)
  },
  webcam: (random, sheet) => {
    const size = random.pick([
      { x: 640, y: 480 },
      { x: 1280, y: 720 },
      { x: 1920, y: 1080 },
    ])
    const share = size.x === 640 ? random.between(0.88, 0.99) : random.between(0.6, 0.95)
    return cameraFrame(random, sheet, size, share, poseOf(random, 10, 12, size.x > 640 && random.chance(0.15) ? 2 : 0))
  },
  scan: (random) => {
    const dpi = random.pick([100, 150, 150, 200, 300])
    const pixelsPerMm = dpi / 25.4
    const [width, height] = [Math.round(210 * pixelsPerMm), Math.round(297 * pixelsPerMm)]
    const pose = { ...flat, turn: degree * (random.between(-3, 3) + 90 * turnsOf(random, 0.2)) }
    const middle = { x: width * random.between(0.38, 0.6), y: height * random.between(0.32, 0.68) }
    return { width, height, pixelsPerMm, pose, middle }
  },
  web: (random, sheet) => {
    const pixelsPerMm = random.between(5.6, 14) / charPitchMm
    const pose = random.chance(0.7) ? flat : poseOf(random, 6, 6, 0)
    const margin = random.chance(0.6) ? 0 : random.between(0, 8)
    return tightFrame(sheet, pixelsPerMm, pose, [margin, margin, margin])
  },
  crop: (random, sheet) => {
    const pixelsPerMm = random.between(7, 28) / charPitchMm
    const top = -sheet.mrzTop + random.between(1.5, 14)
    const bottom = random.between(-4.5, 1)
    return tightFrame(sheet, pixelsPerMm, poseOf(random, 2, 3, 0), [random.between(-3.2, 2), top, bottom])
  },
}

/** What lies behind and beside the document. */
function companions(random: Random, kind: SceneKind, glyphs: GlyphSet, frame: Frame): Placed[] {
  const place = (sheet: ReturnType<typeof cardSheet>, pose: Pose, x: number, y: number): Placed =>
    placeSheet(sheet, pose, frame.pixelsPerMm, { x, y })
  if (kind === 'phone' && random.chance(0.4))
    return [place(letterSheet(random, glyphs, 210, 297), poseOf(random, 20, 5, 0), frame.middle.x, frame.middle.y)]
  if (kind !== 'scan') return []
  const mm = frame.pixelsPerMm
  const found: Placed[] = []
  if (random.chance(0.6))
    found.push(
      place(
        cardSheet(random, glyphs, 85.6, 54),
        { ...frame.pose, turn: degree * random.between(-4, 4) },
        frame.middle.x + random.between(-10, 10) * mm,
        frame.middle.y + (random.chance(0.5) ? -1 : 1) * random.between(95, 110) * mm,
      ),
    )
  if (random.chance(0.5))
    found.push(place(letterSheet(random, glyphs, 190, 60), flat, frame.width / 2, 34 * mm * random.between(0.8, 1)))
  return found
}

/** Thumbs that hold the document at its sides, above the MRZ: lightness of skin and where, in the document's millimetres. */
function thumbs(random: Random, { width, mrzTop }: DocumentSheet): (x: number, y: number) => number | null {
  if (!random.chance(0.35)) return () => null
  const skin = random.between(60, 190)
  const all = [0, width].map((x) => ({ x, y: random.between(mrzTop * 0.2, mrzTop - 12), r: random.between(7, 10) }))
  return (x, y) => {
    for (const thumb of all) {
      const d = ((x - thumb.x) / (1.8 * thumb.r)) ** 2 + ((y - thumb.y) / thumb.r) ** 2
      if (d < 1) return skin + 30 * (1 - d)
    }
    return null
  }
}

/** Share of white that shines on the laminate: a spot or a band. */
function glareOf(random: Random, sheet: DocumentSheet): Field {
  if (!random.chance(0.35)) return () => 0
  const [cx, cy] = [random.between(0, sheet.width), random.between(0.4, 1) * sheet.height]
  const [angle, wide, long] = [random.between(0, 3.14), random.between(2, 9), random.between(6, 60)]
  const [c, s, most] = [Math.cos(angle), Math.sin(angle), random.between(0.3, 0.85)]
  return (x, y) => {
    const [u, v] = [(x - cx) * c + (y - cy) * s, (y - cy) * c - (x - cx) * s]
    return most * Math.exp(-((u / long) ** 2) - (v / wide) ** 2)
  }
}

/** Where two fine patterns meet, a coarse one appears. */
function moireOf(random: Random, chance: number): Field {
  if (!random.chance(chance)) return () => 0
  const [pitch, angle, depth] = [random.between(3, 14), random.between(0, 3.14), random.between(4, 16)]
  const [c, s] = [(6.28 * Math.cos(angle)) / pitch, (6.28 * Math.sin(angle)) / pitch]
  return (x, y) => depth * Math.sin(c * x + s * y + 3 * Math.sin(x / 140))
}

function paint(random: Random, kind: SceneKind, frame: Frame, layers: Placed[], noise: number): Float32Array {
  const { width, height } = frame
  const sheet = layers[0]!.sheet as DocumentSheet
  const held = kind === 'phone' || kind === 'webcam'
  const desk = kind === 'scan' ? random.between(235, 255) : random.between(15, 250)
  const wood = kind === 'scan' ? () => 0 : guilloche(random, random.between(4, 60), random.between(0, 70))
  const light = lighting(random, width, height, (kind === 'scan' ? 0.3 : 1) * noise * random.between(0, 70))
  const moire = moireOf(random, held ? 0.15 : 0.08)
  const thumb = held ? thumbs(random, sheet) : () => null
  const glare = held ? glareOf(random, sheet) : () => 0
  const picture = new Float32Array(width * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let value: number | null = null
      for (let i = 0; i < layers.length && value === null; i++) {
        const { sheet: own, toSheet, mmPerPixel } = layers[i]!
        const at = project(toSheet, { x: x + 0.5, y: y + 0.5 })
        if (at.x < 0 || at.y < 0 || at.x >= own.width || at.y >= own.height) continue
        value = own.lightness(at.x, at.y, mmPerPixel)
        if (i > 0) continue
        value = thumb(at.x, at.y) ?? value
        value += (255 - value) * glare(at.x, at.y)
      }
      picture[y * width + x] = (value ?? desk + wood(x, y)) + light(x, y) + moire(x, y)
    }
  return picture
}

/** A whole photograph, scan or small picture with an invented document that carries `lines` somewhere in it. */
export function drawScene(
  kind: SceneKind,
  format: MrzFormat,
  lines: string[],
  glyphs: GlyphSet,
  random: Random,
  hardness: number,
): Page {
  const noise = hardness * random.between(0.2, 1)
  const sheet = documentSheet(random, format, lines, glyphs, random.between(0.2, 1), noise)
  const frame = frames[kind](random, sheet)
  const main = placeSheet(sheet, frame.pose, frame.pixelsPerMm, frame.middle)
  const layers = [main, ...companions(random, kind, glyphs, frame)]
  const painted = paint(random, kind, frame, layers, noise)
  const pitch = frame.pixelsPerMm * charPitchMm
  const soft = noise * Math.min(pitch, 20) * random.between(0, 0.075)
  const shaken = kind === 'phone' && random.chance(0.25) ? noise * pitch * random.between(0, 0.07) : 0
  const { width, height } = frame
  const image = develop(
    blur(painted, width, height, soft + shaken, soft),
    width,
    height,
    noise * random.between(0, 12),
    random,
  )
  const middles = sheet.rows.map((row) => {
    const at = (letter: number): Point =>
      project(main.toPicture, { x: row.x + letter * charPitchMm, y: row.y - 353 * row.unit })
    return { from: at(0.5), to: at(row.text.length - 0.5) }
  })
  return { image, lines, middles }
}
