import type { Grey } from './picture.ts'

/** What a character may be instead, and how likely beside the one recognised (0 to 1). */
export type Other = { char: string; share: number }

/**
 * One recognised character: confidence 0 to 100, where it stands in the strip in pixels, what else it may be, likeliest first, and
 * whether it was faded there (fade.ts), which no recogniser knows.
 */
export type RecognisedSymbol = {
  char: string
  confidence: number
  from: number
  to: number
  others: readonly Other[]
  faded?: boolean
}

/** The two kinds of network that read: each errs in ways of its own, so that what both read alike counts for more. */
export type ReaderKind = 'recurrent' | 'convolutional'

/** Reads one strip of 36 pixels' height. The only thing the pipeline knows of an OCR engine. */
export type Recogniser = {
  kind: ReaderKind
  recogniseLine: (strip: Grey) => Promise<{ text: string; symbols: RecognisedSymbol[] }>
}

/** `quick` looks for the MRZ and reads it; `thorough`, of the other kind and some times slower, reads only what was found. */
export type Readers = { quick: Recogniser; thorough: Recogniser }
