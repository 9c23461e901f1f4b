import type { Grey } from './picture.ts'

/** One recognised character: confidence 0 to 100, and where it stands in the strip, in pixels. */
export type RecognisedSymbol = { char: string; confidence: number; from: number; to: number }

/** Reads one strip of 36 pixels' height. The only thing the pipeline knows of an OCR engine. */
export type Recogniser = {
  recogniseLine: (strip: Grey) => Promise<{ text: string; symbols: RecognisedSymbol[] }>
}
