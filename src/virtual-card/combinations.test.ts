import { describe, expect, it } from 'vitest'
import { readChip } from '../emrtd/read-chip.ts'
import { importCertificates } from '../emrtd/pki/import-trust.ts'
import { createTrustStore } from '../emrtd/pki/trust-store.ts'
import { createCard, type CardOptions } from './card.ts'
import type { ActiveAuthenticationOption, CardDocument, Cipher, PaceOption } from './document.ts'
import { findSpecimen, loadPortrait } from '../station/training/specimens/specimen-card.ts'
import { specimenTrust } from './specimen-pki.ts'
import { specimenDocument } from './printed-document.ts'

// The reader was written apart from this card: what both get right together, they got from the specification.
const today = new Date('2026-11-21T12:00:00Z')
const trust = createTrustStore(specimenTrust().map((der) => importCertificates(der, 'SPECIMEN')))
const specimen = findSpecimen('cnie', today)!
const base = specimenDocument(specimen, loadPortrait(specimen), today)!
const password = { kind: 'can', can: specimen.can! } as const

async function read(change: Partial<CardDocument>, options: CardOptions = {}) {
  const card = createCard({ ...base, ...change }, options)
  const reading = await readChip(card, { password, trust, at: today, withSignatureImage: true })
  const verdictOf = (name: string) => reading.checks.find((check) => check.name === name)?.verdict
  return { card, reading, verdictOf }
}

const ciphers: Cipher[] = ['3DES', 'AES-128', 'AES-192', 'AES-256']
const mappings: [PaceOption['mapping'], number[]][] = [
  ['GM', [0, 1, 2, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18]],
  ['IM', [0, 2, 9, 12, 13, 14, 16, 18]],
  ['CAM', [12, 13, 16, 18]],
]
const paceOptions = mappings.flatMap(([mapping, ids]) =>
  ids.map((parameterId, at): PaceOption => {
    // Each set of parameters with one cipher, all of them in turn; CAM knows no 3DES (Doc 9303-11 §9.2.1).
    const cipher = mapping === 'CAM' ? ciphers[1 + (at % 3)]! : ciphers[at % 4]!
    return { mapping, cipher, parameterId }
  }),
)

it.each(paceOptions)('PACE-$mapping with $cipher on parameters $parameterId', async (option) => {
  const { reading, verdictOf } = await read({ pace: [option] })
  expect(reading.accessProtocol).toContain(`${option.mapping}-${option.cipher}`)
  expect(verdictOf('chip_authentication')).toBe('passed')
})

it.each(ciphers.flatMap((cipher) => [0, 2, 12, 13, 17].map((parameterId) => ({ cipher, parameterId }))))(
  'Chip Authentication with $cipher on parameters $parameterId',
  async ({ cipher, parameterId }) => {
    const { verdictOf } = await read({ chipAuthentication: [{ cipher, parameterId, keyId: 7 }] })
    expect(verdictOf('chip_authentication')).toBe('passed')
  },
)

const activeOptions: ActiveAuthenticationOption[] = [
  ...(['sha1', 'sha224', 'sha256', 'sha384', 'sha512'] as const).map(
    (hash) => ({ kind: 'rsa', modulusBits: 1024, hash }) as const,
  ),
  { kind: 'rsa', modulusBits: 2048, hash: 'sha256' },
  { kind: 'ecdsa', curve: 'P-256', hash: 'sha256', encoding: 'plain' },
  { kind: 'ecdsa', curve: 'brainpoolP384r1', hash: 'sha384', encoding: 'der' },
  { kind: 'ecdsa', curve: 'brainpoolP256r1', hash: 'sha1', encoding: 'plain', announcedHash: null },
  { kind: 'ecdsa', curve: 'P-521', hash: 'sha512', encoding: 'der', explicitParameters: true },
]

it.each(activeOptions)('Active Authentication: %o', async (activeAuthentication) => {
  const { verdictOf } = await read({ activeAuthentication, chipAuthentication: [] })
  expect(verdictOf('active_authentication')).toBe('passed')
})

describe('what a chip carries', () => {
  it.each(['jpg', 'jp2', 'j2k'] as const)('a portrait as %s in either encoding', async (portraitFormat) => {
    for (const encoding of ['ISO 19794-5', 'ISO 39794-5'] as const) {
      const portrait = { ...loadPortrait({ ...specimen, portraitFormat }), encoding }
      const { reading } = await read({ portrait })
      expect(reading.portrait).toMatchObject({ width: 413, height: 531 })
    }
  })

  it('a displayed signature', async () => {
    const { reading } = await read({ signatureImage: loadPortrait({ ...specimen, portraitFormat: 'jpg' }).image })
    expect(reading.signatureImage?.length).toBeGreaterThan(1000)
  })

  it.each([true, false])('a file of more than 32 KiB, extended length %s', async (takesExtendedLength) => {
    const portrait = { ...loadPortrait(specimen), trailingBytes: 50_000 }
    const { verdictOf, card } = await read({ portrait, takesExtendedLength })
    expect(verdictOf('hashes')).toBe('passed')
    expect(card.selectedFiles).toContain(0x0102)
  })

  it('the same through a reader that has no extended length', async () => {
    expect((await read({}, { readerExtendedLength: false })).verdictOf('hashes')).toBe('passed')
  })
})
