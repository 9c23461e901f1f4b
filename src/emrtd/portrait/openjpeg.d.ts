declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  export interface J2kDecoder {
    getEncodedBuffer(length: number): Uint8Array
    getDecodedBuffer(): Uint8Array
    getFrameInfo(): {
      width: number
      height: number
      bitsPerSample: number
      componentCount: number
      isSigned: boolean
    }
    getColorSpace(): number
    decode(): void
    delete(): void
  }
  export interface OpenJpeg {
    J2KDecoder: new () => J2kDecoder
  }
  export default function load(options: {
    print: (line: string) => void
    printErr: (line: string) => void
  }): Promise<OpenJpeg>
}

/** The whole codec; only test data is encoded with it. */
declare module '@cornerstonejs/codec-openjpeg/wasmjs' {
  export interface FrameInfo {
    width: number
    height: number
    bitsPerSample: number
    componentCount: number
    isSigned: boolean
  }
  export interface J2kEncoder {
    getDecodedBuffer(frame: FrameInfo): Uint8Array
    getEncodedBuffer(): Uint8Array
    setQuality(lossless: boolean, quality: number): void
    encode(): void
    delete(): void
  }
  export default function load(options: {
    print: (line: string) => void
    printErr: (line: string) => void
  }): Promise<{ J2KEncoder: new () => J2kEncoder }>
}
