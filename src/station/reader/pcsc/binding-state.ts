export type BindingState = 'present' | 'missing' | 'unusable'

/** Whether this installation has the PC/SC binding: `unusable` when it is there and does not load (another ABI, no libpcsclite). */
export async function findBindingState(): Promise<BindingState> {
  try {
    await import('pcsclite')
    return 'present'
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND' ? 'missing' : 'unusable'
  }
}
