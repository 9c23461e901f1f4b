import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openReaders } from '../../src/mrz/readers.ts'
import type { OpenReaders } from '../../src/mrz/readers.ts'

/** Both networks in Node, from the folder of the models that are shipped or from another. */
export function openModels(folder = fileURLToPath(new URL('../../assets/mrz', import.meta.url))): Promise<OpenReaders> {
  return openReaders({ langPath: folder }, async (name) => new Uint8Array(await readFile(join(folder, name))))
}
