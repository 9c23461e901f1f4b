import { homography } from './draw-page.ts'
import type { Matrix, Point } from './draw-page.ts'
import type { Sheet } from './sheet.ts'

/** How a sheet lies before the camera: turn in the picture, lean about its two axes (radians), distance in its own widths. */
export type Pose = { turn: number; leanX: number; leanY: number; distance: number }

/** A sheet placed in a picture. */
export type Placed = { sheet: Sheet; toSheet: Matrix; toPicture: Matrix; corners: Point[]; mmPerPixel: number }

/** Corners of a sheet as a pinhole camera sees them, in units of the sheet's millimetres around its middle. */
function seenCorners({ width, height }: Sheet, { turn, leanX, leanY, distance }: Pose): Point[] {
  const far = distance * width
  return [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ].map(([sx = 0, sy = 0]) => {
    const [x, y] = [(sx * width) / 2, (sy * height) / 2]
    const [px, depthX] = [x * Math.cos(leanY), x * Math.sin(leanY)]
    const [py, depthY] = [y * Math.cos(leanX), y * Math.sin(leanX)]
    const k = far / (far + depthX + depthY)
    const [u, v] = [px * k, py * k]
    return { x: u * Math.cos(turn) - v * Math.sin(turn), y: u * Math.sin(turn) + v * Math.cos(turn) }
  })
}

/** Width and height in pixels that a sheet in this pose takes at `pixelsPerMm`. */
export function extentOf(sheet: Sheet, pose: Pose, pixelsPerMm: number): { width: number; height: number } {
  const corners = seenCorners(sheet, pose)
  const spread = (values: number[]): number => (Math.max(...values) - Math.min(...values)) * pixelsPerMm
  return { width: spread(corners.map((p) => p.x)), height: spread(corners.map((p) => p.y)) }
}

/** Puts a sheet's bounding box with its middle at `middle`. */
export function placeSheet(sheet: Sheet, pose: Pose, pixelsPerMm: number, middle: Point): Placed {
  const seen = seenCorners(sheet, pose)
  const centre = (values: number[]): number => (Math.max(...values) + Math.min(...values)) / 2
  const [cx, cy] = [centre(seen.map((p) => p.x)), centre(seen.map((p) => p.y))]
  const corners = seen.map((p) => ({
    x: middle.x + (p.x - cx) * pixelsPerMm,
    y: middle.y + (p.y - cy) * pixelsPerMm,
  }))
  const flat = [
    { x: 0, y: 0 },
    { x: sheet.width, y: 0 },
    { x: sheet.width, y: sheet.height },
    { x: 0, y: sheet.height },
  ]
  return {
    sheet,
    toSheet: homography(corners, flat),
    toPicture: homography(flat, corners),
    corners,
    mmPerPixel: 1 / pixelsPerMm,
  }
}
