/** RFC 4648 §5 without padding; text as UTF-8. */
export const toBase64url = (data: Uint8Array | string): string => Buffer.from(data).toString('base64url')

/** Tolerant, as Buffer is: who needs one text for one value compares it with `toBase64url` of what came out. */
export const fromBase64url = (text: string): Buffer => Buffer.from(text, 'base64url')
