import { createCtcRecogniser } from './ctc/ctc-recogniser.ts'
import type { Readers } from './recogniser.ts'
import { createTesseractRecogniser } from './tesseract-recogniser.ts'
import type { TesseractPaths } from './tesseract-recogniser.ts'

/** Both readers, and how to let them go. */
export type OpenReaders = Readers & { close: () => Promise<void> }

/** The convolutional network's file, beside the other's data. */
export const ctcFile = 'ctc.bin'

/**
 * Opens both networks, offline. `load` gets a file of the folder or address `paths.langPath`. Fails with
 * `mrz_recogniser_unavailable` when either cannot be loaded.
 */
export async function openReaders(
  paths: TesseractPaths,
  load: (name: string) => Promise<Uint8Array>,
): Promise<OpenReaders> {
  const [thorough, quick] = await Promise.all([
    createTesseractRecogniser(paths),
    createCtcRecogniser(() => load(ctcFile)),
  ])
  return { quick, thorough, close: thorough.close }
}
