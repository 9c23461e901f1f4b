/** The part of the optional package `pcsclite` that this reader uses. Declared here, as the package may be missing. */
declare module 'pcsclite' {
  interface NativeReader {
    readonly name: string
    /** Stays true when a card is torn away; reset it by hand before connecting again. */
    connected: boolean
    on(event: 'status', listener: (status: { state: number; atr?: Uint8Array }) => void): void
    on(event: 'error', listener: (error: unknown) => void): void
    on(event: 'end', listener: () => void): void
    connect(
      options: { share_mode: number; protocol: number },
      done: (error: unknown, protocol: number | undefined) => void,
    ): void
    disconnect(disposition: number, done: (error: unknown) => void): void
    transmit(
      command: Uint8Array,
      responseLength: number,
      protocol: number,
      done: (error: unknown, response: Uint8Array | undefined) => void,
    ): void
    close(): void
  }

  interface NativeContext {
    on(event: 'reader', listener: (reader: NativeReader) => void): void
    on(event: 'error', listener: (error: unknown) => void): void
    close(): void
  }

  /** Throws when the PC/SC service is down. */
  const open: () => NativeContext
  export default open
  export type { NativeReader, NativeContext }
}
