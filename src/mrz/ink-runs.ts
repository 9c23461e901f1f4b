import type { Grey } from './picture.ts'

/** What a connected patch of ink covers: pixels, and its box with `right` exclusive and `bottom` inclusive. */
export type Box = { area: number; left: number; right: number; top: number; bottom: number }
/** A patch with its horizontal runs as (y, from, to) triples from top to bottom. */
export type Blob = Box & { runs: number[] }

/** Where each row of a picture has ink: from, to, from, to ... in ascending order. */
export type Rows = number[][]

/** Rows of the mask as runs. */
export function runsOf(ink: Grey, threshold: number): Rows {
  return Array.from({ length: ink.height }, (_, y) => {
    const row: number[] = []
    const base = y * ink.width
    for (let x = 0; x < ink.width; x++) {
      if (ink.data[base + x]! < threshold) continue
      const from = x
      while (x < ink.width && ink.data[base + x]! >= threshold) x++
      row.push(from, x)
    }
    return row
  })
}

/** Gaps up to `gap` pixels closed: letters of a line grow together. */
export function closeGaps(rows: Rows, gap: number): Rows {
  return rows.map((row) => {
    const closed: number[] = []
    for (let i = 0; i < row.length; i += 2) {
      const last = closed.length - 1
      if (last > 0 && row[i]! - closed[last]! <= gap) closed[last] = row[i + 1]!
      else closed.push(row[i]!, row[i + 1]!)
    }
    return closed
  })
}

/** The rows less some of their blobs. */
export function withoutBlobs(rows: Rows, dropped: readonly Blob[]): Rows {
  const gone = rows.map(() => new Set<number>())
  for (const { runs } of dropped) for (let i = 0; i < runs.length; i += 3) gone[runs[i]!]!.add(runs[i + 1]!)
  return rows.map((row, y) => (gone[y]!.size === 0 ? row : row.filter((_, i) => !gone[y]!.has(row[i - (i % 2)]!))))
}

function findRoot(parents: Int32Array, label: number): number {
  let root = label
  while (parents[root] !== root) root = parents[root]!
  while (parents[label] !== root) [label, parents[label]] = [parents[label]!, root]
  return root
}

/** The older root stays one, which keeps the ways to it short. */
function join(parents: Int32Array, a: number, b: number): void {
  const [first, second] = [findRoot(parents, a), findRoot(parents, b)]
  if (first < second) parents[second] = first
  else parents[first] = second
}

/** Runs of all rows in one table, each with its own label, joined to the runs of the row above that it touches. */
function joinRuns(rows: Rows, shortest: number): { table: Int32Array; parents: Int32Array } {
  const most = rows.reduce((sum, row) => sum + row.length / 2, 0)
  const table = new Int32Array(3 * most)
  const parents = new Int32Array(most)
  let [count, above, aboveEnd] = [0, 0, 0]
  rows.forEach((row, y) => {
    const start = count
    for (let i = 0; i < row.length; i += 2) {
      const from = row[i]!
      const to = row[i + 1]!
      if (to - from < shortest) continue
      table[3 * count] = y
      table[3 * count + 1] = from
      table[3 * count + 2] = to
      parents[count] = count
      while (above < aboveEnd && table[3 * above + 2]! <= from) above++
      for (let k = above; k < aboveEnd && table[3 * k + 1]! < to; k++) join(parents, k, count)
      count++
    }
    ;[above, aboveEnd] = [start, count]
  })
  return { table: table.subarray(0, 3 * count), parents: parents.subarray(0, count) }
}

/** Boxes of the patches, and which patch each run belongs to. */
function boxesOf(table: Int32Array, parents: Int32Array): { boxes: Box[]; owners: Int32Array } {
  const boxes: Box[] = []
  const owners = new Int32Array(parents.length)
  const patches = new Int32Array(parents.length).fill(-1)
  for (let i = 0; i < parents.length; i++) {
    const root = findRoot(parents, i)
    const y = table[3 * i]!
    const from = table[3 * i + 1]!
    const to = table[3 * i + 2]!
    if (patches[root]! < 0) patches[root] = boxes.push({ area: 0, left: from, right: to, top: y, bottom: y }) - 1
    owners[i] = patches[root]!
    const box = boxes[owners[i]!]!
    box.area += to - from
    if (from < box.left) box.left = from
    if (to > box.right) box.right = to
    box.bottom = y
  }
  return { boxes, owners }
}

/** Connected runs whose box is `wanted`; runs shorter than `shortest` are specks and break a connection. */
export function blobsOf(rows: Rows, shortest: number, wanted: (box: Box) => boolean): Blob[] {
  const { table, parents } = joinRuns(rows, shortest)
  const { boxes, owners } = boxesOf(table, parents)
  const blobs = boxes.map((box) => (wanted(box) ? { ...box, runs: [] as number[] } : null))
  for (let i = 0; i < owners.length; i++)
    blobs[owners[i]!]?.runs.push(table[3 * i]!, table[3 * i + 1]!, table[3 * i + 2]!)
  return blobs.filter((blob) => blob !== null)
}
