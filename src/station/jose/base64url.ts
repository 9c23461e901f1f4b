import { createHash } from 'node:crypto'

export const toBase64url = (data: Uint8Array | string): string => Buffer.from(data).toString('base64url')

export const sha256Hex = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex')
