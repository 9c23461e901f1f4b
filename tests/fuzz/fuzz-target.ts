/** One parser under test. Its run may fail only with failure codes; what it gives back is not looked at. */
export interface FuzzTarget {
  readonly samples: readonly Uint8Array[]
  readonly run: (bytes: Uint8Array) => unknown
  /** Bytes that one input may make memory grow by, in MiB; 64 where not said. */
  readonly memoryMiB?: number
  /** Part of the runs asked for that this target gets, where one input costs a whole read; 1 where not said. */
  readonly share?: number
}
