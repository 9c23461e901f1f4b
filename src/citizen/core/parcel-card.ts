import { parcelTextToSign, writeParcelCode, type ParcelIssued } from '../../contract/identity/parcel.ts'
import type { PublicJwk } from '../../contract/protocol/jwk.ts'
import { forget, keep, readKept } from './key-store.ts'
import { makeKeyPair, signText } from './sign.ts'

/** What this device collects parcels with: needs no network. */
export interface ParcelCard {
  ends_at: string
  /** What the QR code says in a step. */
  show(step: number): Promise<string>
}

export interface ParcelCards {
  /** A key for a new card, which `keep` puts in the place of the former one. */
  make(): Promise<{ public_key: PublicJwk; keep(issued: ParcelIssued): Promise<ParcelCard> }>
  /** Null where there is none, or its time is over. */
  read(): Promise<ParcelCard | null>
  forget(): Promise<void>
}

type Kept = ParcelIssued & { key: CryptoKey }

const cardOf = ({ credential, ends_at, key }: Kept): ParcelCard => ({
  ends_at,
  show: async (step) => writeParcelCode(credential, step, await signText(key, parcelTextToSign(credential, step))),
})

/** The card in this browser's storage. */
export const parcelCards: ParcelCards = {
  async make() {
    const { key, public_key } = await makeKeyPair()
    return {
      public_key,
      async keep(issued) {
        const kept = { ...issued, key }
        await keep('parcel', kept)
        return cardOf(kept)
      },
    }
  },
  async read() {
    const kept = await readKept<Kept>('parcel')
    return kept !== null && Date.parse(kept.ends_at) > Date.now() ? cardOf(kept) : null
  },
  forget: () => forget('parcel'),
}
