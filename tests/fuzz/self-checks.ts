import type { FuzzTarget } from './fuzz-target.ts'

const check = (run: (bytes: Uint8Array) => unknown): FuzzTarget => ({ samples: [Uint8Array.of(1, 2, 3)], run })
const held: Uint8Array[] = []

/** Parsers with one fault each, to prove that fuzzing notices; never run but by its own test. */
export const selfChecks: Readonly<Record<string, FuzzTarget>> = {
  self_throw: check(() => {
    throw new TypeError('not a failure code')
  }),
  self_reject: check(() => Promise.reject(new RangeError('not a failure code either'))),
  self_hang: check(() => {
    for (;;) held.pop()
  }),
  self_allocate: check(() => held.push(new Uint8Array(80 * 1024 * 1024).fill(1))),
  self_exhaust: check(() => {
    const heap: number[][] = []
    for (;;) heap.push(new Array<number>(10_000).fill(heap.length))
  }),
}
