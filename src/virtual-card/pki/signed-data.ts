import { hash, type HashName } from '../../emrtd/crypto/hash.ts'
import type { RandomSource } from '../../emrtd/crypto/random.ts'
import { concat } from '../../emrtd/crypto/bytes.ts'
import { indefinite, integer, nothing, octets, oid, sequence, set, setOf, time, tlv } from '../der.ts'
import { keyIdentifier, type Authority } from './certificate.ts'
import { encodeName, type NameForm } from './name.ts'
import { hashOids, signWith, signatureAlgorithm, type SignatureScheme } from './signing-key.ts'

export interface SignedDataForm {
  scheme: SignatureScheme
  /** Digest of the content, when it is not the signature's. */
  digest?: HashName
  signingTime: Date
  signerIdentifier?: 'issuer-and-serial' | 'key-identifier' | 'mismatched'
  issuerForm?: NameForm
  indefinite?: boolean
  withoutSignedAttributes?: boolean
  /** An ECDSA or RSA value to damage: one bit of the signature is turned. */
  damaged?: boolean
}

const attribute = (type: string, value: Uint8Array) => sequence(oid(type), set(value))

function signerIdentifier(signer: Authority, issuer: Authority, form: SignedDataForm): Uint8Array {
  if (form.signerIdentifier === 'key-identifier') return tlv(0x80, keyIdentifier(signer.key))
  const serial = form.signerIdentifier === 'mismatched' ? signer.serial.map((byte) => byte ^ 1) : signer.serial
  return sequence(encodeName(issuer.name, form.issuerForm), integer(serial))
}

/** An OCTET STRING in two pieces, as writers of indefinite lengths stream it (ISO/IEC 8825-1 §8.7.3). */
function inSegments(content: Uint8Array): Uint8Array {
  const middle = content.length >> 1
  return indefinite(0x24, octets(content.subarray(0, middle)), octets(content.subarray(middle)))
}

/**
 * CMS SignedData (RFC 5652 §5) around `content`, signed by `signer`, whose certificate is embedded; `others` are
 * further certificates to embed. Version as §5.1 has it: 3 for content other than id-data or a key identifier.
 */
export function signContent(
  contentType: string,
  content: Uint8Array,
  signer: Authority,
  issuer: Authority,
  form: SignedDataForm,
  random: RandomSource,
  others: readonly Uint8Array[] = [],
): Uint8Array {
  const digestName = form.digest ?? form.scheme.hash
  const digestAlgorithm = sequence(oid(hashOids[digestName]), nothing())
  const attributes = setOf(
    attribute('1.2.840.113549.1.9.3', oid(contentType)),
    attribute('1.2.840.113549.1.9.4', octets(hash(digestName, content))),
    attribute('1.2.840.113549.1.9.5', time(form.signingTime)),
  )
  const signedBytes = form.withoutSignedAttributes ? content : attributes
  const signature = signWith(signer.key, form.scheme, signedBytes, random)
  if (form.damaged) signature[signature.length - 1]! ^= 1
  const signerInfo = sequence(
    integer(form.signerIdentifier === 'key-identifier' ? 3 : 1),
    signerIdentifier(signer, issuer, form),
    digestAlgorithm,
    // The attributes are signed as a SET but travel under [0] (RFC 5652 §5.4).
    ...(form.withoutSignedAttributes ? [] : [concat(Uint8Array.of(0xa0), attributes.subarray(1))]),
    signatureAlgorithm(signer.key, form.scheme),
    octets(signature),
  )
  const wrap = form.indefinite ? indefinite : tlv
  const signedData = wrap(
    0x30,
    integer(3),
    set(digestAlgorithm),
    wrap(0x30, oid(contentType), wrap(0xa0, form.indefinite ? inSegments(content) : octets(content))),
    tlv(0xa0, signer.certificate, ...others),
    set(signerInfo),
  )
  return wrap(0x30, oid('1.2.840.113549.1.7.2'), wrap(0xa0, signedData))
}
