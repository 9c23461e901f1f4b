import type { Grey } from './picture.ts'

/** What a character may be instead, and how likely beside the one recognised (0 to 1). */
export type Other = { char: string; share: number }

/** One recognised character: confidence 0 to 100, where it stands in the strip in pixels, and what else it may be, likeliest first. */
export type RecognisedSymbol = { char: string; confidence: number; from: number; to: number; others: readonly Other[] }

/** Reads one strip of 36 pixels' height. The only thing the pipeline knows of an OCR engine. */
export type Recogniser = {
  recogniseLine: (strip: Grey) => Promise<{ text: string; symbols: RecognisedSymbol[] }>
}
