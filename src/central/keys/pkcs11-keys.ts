import { createHash, randomBytes } from 'node:crypto'
import type { Template } from 'pkcs11js'
import { Failure } from '../../contract/failure.ts'
import { PublicJwk } from '../../contract/protocol/jwk.ts'
import { fromBase64url, toBase64url } from '../../jose/base64url.ts'
import { publicKeyObject, thumbprintOf } from '../../jose/public-key.ts'
import { jwkMembers, type KeyPort, type KeyPurpose, type StoredPair } from './key-port.ts'
import { createToken, type Token, type TokenSession, type TokenSettings } from './pkcs11-token.ts'

/** What the table keeps: `p11.` and the pair's CKA_ID, base64url. */
const mark = 'p11.'
const idBytes = 16
const coordinate = 32
const uncompressed = 4
/** P-256 as CKA_EC_PARAMS wants it: the DER of its object identifier (RFC 5480). */
const p256 = Buffer.from('06082a8648ce3d030107', 'hex')

/** The token for receipts and packets, and the one that two people open together; null: stays locked in this process. */
export type Tokens = { online: TokenSettings; authority: TokenSettings | null }

/** Pairs made and used in PKCS#11 tokens, which no private half ever leaves. */
export function pkcs11Keys({ online, authority }: Tokens): KeyPort {
  const onlineToken = createToken(online)
  const authorityToken = authority === null ? null : createToken(authority)
  const tokenOf = (purpose: KeyPurpose): Token => {
    if (purpose !== 'authority') return onlineToken
    if (authorityToken === null) throw new Failure('store_key_wrong', 'the authority key is locked')
    return authorityToken
  }
  return {
    holds: (stored) => stored.startsWith(mark),
    unlocked: (purpose) => purpose !== 'authority' || authorityToken !== null,
    make: (purpose) => tokenOf(purpose).use((session) => makePair(session, purpose)),
    open(pair, createdAt) {
      const token = tokenOf(pair.purpose)
      const id = fromBase64url(pair.private_key.slice(mark.length))
      const publicJwk = token.use((session) => readPublic(session, id, pair))
      const key = { kid: pair.kid, publicJwk, createdAt }
      return {
        ...key,
        sign: (data) => token.use((session) => sign(session, id, data)),
        agree(epk) {
          // node:crypto refuses what is not on the curve, whatever the token does with it.
          publicKeyObject(epk, 'once')
          return token.use((session) => agree(session, id, epk))
        },
      }
    },
    discard(pair) {
      const id = fromBase64url(pair.private_key.slice(mark.length))
      tokenOf(pair.purpose).use((session) => {
        const { api } = session
        for (const kind of [api.CKO_PRIVATE_KEY, api.CKO_PUBLIC_KEY]) {
          const found = find(session, kind, id)
          if (found !== null) session.module.C_DestroyObject(session.session, found)
        }
      })
    },
  }
}

function makePair(open: TokenSession, purpose: KeyPurpose): StoredPair {
  const { api, module, session } = open
  const id = randomBytes(idBytes)
  const named = [
    { type: api.CKA_TOKEN, value: true },
    { type: api.CKA_ID, value: id },
    { type: api.CKA_LABEL, value: `guichet ${purpose}` },
  ]
  const signs = purpose !== 'encryption'
  const secret: Template = [
    ...named,
    { type: api.CKA_PRIVATE, value: true },
    { type: api.CKA_SENSITIVE, value: true },
    { type: api.CKA_EXTRACTABLE, value: false },
    { type: signs ? api.CKA_SIGN : api.CKA_DERIVE, value: true },
  ]
  const shown: Template = [
    ...named,
    { type: api.CKA_EC_PARAMS, value: p256 },
    ...(signs ? [{ type: api.CKA_VERIFY, value: true }] : []),
  ]
  const { publicKey } = module.C_GenerateKeyPair(session, { mechanism: api.CKM_EC_KEY_PAIR_GEN }, shown, secret)
  const kid = thumbprintOf(pointOf(open, publicKey))
  return { kid, purpose, private_key: mark + toBase64url(id) }
}

function find({ api, module, session }: TokenSession, kind: number, id: Buffer) {
  module.C_FindObjectsInit(session, [
    { type: api.CKA_CLASS, value: kind },
    { type: api.CKA_ID, value: id },
  ])
  try {
    return module.C_FindObjects(session)
  } finally {
    module.C_FindObjectsFinal(session)
  }
}

function privateHalf(open: TokenSession, id: Buffer) {
  const name = id.toString('hex')
  const known = open.handles.get(name)
  if (known !== undefined) return known
  const found = find(open, open.api.CKO_PRIVATE_KEY, id)
  if (found === null) throw new Failure('unavailable', 'PKCS#11: a key is not in the token any more')
  open.handles.set(name, found)
  return found
}

/** CKA_EC_POINT is the DER OCTET STRING of the uncompressed point: its last 65 bytes are the point. */
function pointOf({ module, session, api }: TokenSession, publicKey: ReturnType<typeof privateHalf>): PublicJwk {
  const [attribute] = module.C_GetAttributeValue(session, publicKey, [{ type: api.CKA_EC_POINT }])
  const point = (attribute!.value as Buffer).subarray(-(1 + 2 * coordinate))
  if (point[0] !== uncompressed) throw new Failure('store_key_wrong', 'PKCS#11: the token tells no uncompressed point')
  const [x, y] = [point.subarray(1, 1 + coordinate), point.subarray(1 + coordinate)].map((one) => toBase64url(one!))
  return PublicJwk.parse({ kty: 'EC', crv: 'P-256', x, y })
}

/** Code: store_key_wrong (not in this token, or another key under its name). */
function readPublic(open: TokenSession, id: Buffer, { kid, purpose }: StoredPair): PublicJwk {
  const found = find(open, open.api.CKO_PUBLIC_KEY, id)
  const missing = found === null || find(open, open.api.CKO_PRIVATE_KEY, id) === null
  const jwk = found === null ? null : pointOf(open, found)
  if (jwk === null || missing || thumbprintOf(jwk) !== kid)
    throw new Failure('store_key_wrong', `PKCS#11: the ${purpose} key of this database is not in the token`)
  return PublicJwk.parse({ ...jwk, kid, ...jwkMembers[purpose] })
}

/** 64 bytes, r || s, which is how CKM_ECDSA answers as well. */
function sign(open: TokenSession, id: Buffer, data: Uint8Array): Uint8Array {
  const { api, module, session } = open
  const digest = createHash('sha256').update(data).digest()
  module.C_SignInit(session, { mechanism: api.CKM_ECDSA }, privateHalf(open, id))
  return new Uint8Array(module.C_Sign(session, digest, Buffer.alloc(2 * coordinate)))
}

function agree(open: TokenSession, id: Buffer, { x, y }: PublicJwk): Uint8Array {
  const { api, module, session } = open
  const publicData = Buffer.concat([Buffer.of(uncompressed), fromBase64url(x), fromBase64url(y)])
  const parameter = { type: api.CK_PARAMS_EC_DH, kdf: api.CKD_NULL, publicData }
  // The shared secret of one message, for the content key that is derived of it: the token lets it out and forgets it.
  const shared = module.C_DeriveKey(session, { mechanism: api.CKM_ECDH1_DERIVE, parameter }, privateHalf(open, id), [
    { type: api.CKA_CLASS, value: api.CKO_SECRET_KEY },
    { type: api.CKA_KEY_TYPE, value: api.CKK_GENERIC_SECRET },
    { type: api.CKA_TOKEN, value: false },
    { type: api.CKA_SENSITIVE, value: false },
    { type: api.CKA_EXTRACTABLE, value: true },
    { type: api.CKA_VALUE_LEN, value: coordinate },
  ])
  try {
    const [attribute] = module.C_GetAttributeValue(session, shared, [{ type: api.CKA_VALUE }])
    return new Uint8Array(attribute!.value as Buffer)
  } finally {
    module.C_DestroyObject(session, shared)
  }
}
