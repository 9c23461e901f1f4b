import { findBindingState, type BindingState } from '../reader/pcsc/binding-state.ts'

/** What of this installation is no JavaScript: said in the log at each start, and in the support bundle. */
export interface NativeParts {
  platform: string
  runtime: string
  /** The PC/SC binding; without it there is no reader. */
  reader: BindingState
}

export async function findNativeParts(): Promise<NativeParts> {
  const { electron, node } = process.versions
  return {
    platform: `${process.platform}-${process.arch}`,
    runtime: electron === undefined ? `node ${node}` : `electron ${electron}`,
    reader: await findBindingState(),
  }
}
