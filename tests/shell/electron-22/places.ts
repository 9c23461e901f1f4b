import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '..', '..', '..')
/** All that the shell's tests fetch and build. */
export const cache = join(root, '.cache', 'shell')
