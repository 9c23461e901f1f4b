import { createHash } from 'node:crypto'

export const sha256Hex = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex')

export const sha256Base64url = (data: Uint8Array | string): string =>
  createHash('sha256').update(data).digest('base64url')
