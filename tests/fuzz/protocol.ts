/** What the fuzzing worker is told. */
export interface FuzzJob {
  readonly target: string
  readonly seed: number
  readonly from: number
  readonly to: number
  /** Two 32-bit numbers: the input being run, and how many have been begun. */
  readonly progress: SharedArrayBuffer
}

/** What it answers: one message per fault, and one at the end. */
export type FuzzMessage =
  | { readonly kind: 'fault'; readonly index: number; readonly fault: string }
  | { readonly kind: 'done'; readonly accepted: number; readonly slowestMs: number }

/** An input that takes longer is a hang. Wide, because the machine may be busy with other things. */
export const maxInputMs = 5000
