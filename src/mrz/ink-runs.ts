import type { Grey } from './picture.ts'

/** Horizontal runs of ink that touch, as (y, from, to) triples from top to bottom. */
export type Blob = { runs: number[]; area: number; left: number; right: number }

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

function findRoot(parents: number[], label: number): number {
  let root = label
  while (parents[root] !== root) root = parents[root]!
  while (parents[label] !== root) [label, parents[label]] = [parents[label]!, root]
  return root
}

/** Connected runs; runs shorter than `shortest` are specks and break a connection. */
export function blobsOf(rows: Rows, shortest: number): Blob[] {
  const parents: number[] = []
  const labelled: number[] = []
  let previous: number[] = []
  rows.forEach((row, y) => {
    const current: number[] = []
    for (let i = 0; i < row.length; i += 2) {
      const [from, to] = [row[i]!, row[i + 1]!]
      if (to - from < shortest) continue
      let label = -1
      for (let p = 0; p < previous.length; p += 3) {
        if (previous[p]! >= to || previous[p + 1]! <= from) continue
        const root = findRoot(parents, previous[p + 2]!)
        if (label < 0) label = root
        else parents[root] = label = findRoot(parents, label)
      }
      if (label < 0) parents.push((label = parents.length))
      current.push(from, to, label)
      labelled.push(y, from, to, label)
    }
    previous = current
  })
  const blobs = new Map<number, Blob>()
  for (let i = 0; i < labelled.length; i += 4) {
    const [y, from, to] = [labelled[i]!, labelled[i + 1]!, labelled[i + 2]!]
    const root = findRoot(parents, labelled[i + 3]!)
    let blob = blobs.get(root)
    if (!blob) blobs.set(root, (blob = { runs: [], area: 0, left: from, right: to }))
    blob.runs.push(y, from, to)
    blob.area += to - from
    blob.left = Math.min(blob.left, from)
    blob.right = Math.max(blob.right, to)
  }
  return [...blobs.values()]
}
