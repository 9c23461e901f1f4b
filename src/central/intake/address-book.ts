import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { plainName } from './communes.ts'

const sampleFile = new URL('../../../assets/official/addresses-sample.json', import.meta.url)

/** One answer of the national address base (Base Adresse Nationale), `/search`: a GeoJSON feature's properties. */
export const FoundAddress = z.object({
  label: z.string(),
  /** 0 to 1: how well it answers the question. */
  score: z.number(),
  housenumber: z.string().nullable(),
  street: z.string().nullable(),
  postcode: z.string(),
  citycode: z.string(),
  city: z.string(),
})
export type FoundAddress = z.infer<typeof FoundAddress>

export type AddressQuery = { q: string; postcode: string | null; limit: number }

export type AddressBook = {
  /** Whether an address that it does not know does not exist; the embedded sample knows a handful. */
  isComplete: boolean
  search(query: AddressQuery): Promise<FoundAddress[]>
}

const Properties = FoundAddress.extend({
  housenumber: z.string().nullable().default(null),
  street: z.string().nullable().default(null),
})
const Answer = z.object({ features: z.array(z.object({ properties: Properties })) })
const patienceMs = 3_000

/** The national base, or a server of the same shape (addok), at `url`. Code: unavailable. */
export function remoteAddressBook(url: string): AddressBook {
  return {
    isComplete: true,
    async search({ q, postcode, limit }) {
      const query = new URLSearchParams({
        q,
        limit: String(limit),
        autocomplete: '0',
        ...(postcode ? { postcode } : {}),
      })
      try {
        const reply = await fetch(`${url}?${query}`, { signal: AbortSignal.timeout(patienceMs) })
        if (!reply.ok) throw new Error(`status ${reply.status}`)
        return Answer.parse(await reply.json()).features.map(({ properties }) => properties)
      } catch (error) {
        throw new Failure('unavailable', 'address base', { cause: error })
      }
    },
  }
}

type Sample = { housenumber: string; street: string; postcode: string; citycode: string; city: string }

/** A handful of addresses for training and tests, answered in the same shape. */
export function sampleAddressBook(): AddressBook {
  const { features } = JSON.parse(readFileSync(sampleFile, 'utf8')) as { features: Sample[] }
  return {
    isComplete: false,
    async search({ q, postcode, limit }) {
      const asked = wordsOf(q)
      return features
        .filter((one) => postcode === null || one.postcode === postcode)
        .map((one) => ({ ...one, label: labelOf(one), score: overlap(asked, wordsOf(labelOf(one))) }))
        .filter(({ score }) => score > 0)
        .sort((a, b) => b.score - a.score)
        .slice(0, limit)
    },
  }
}

const labelOf = ({ housenumber, street, postcode, city }: Sample) => `${housenumber} ${street} ${postcode} ${city}`
const wordsOf = (text: string) => new Set(plainName(text).split(' ').filter(Boolean))

/** Share of words in common, of all in either. */
function overlap(asked: Set<string>, there: Set<string>): number {
  const common = [...asked].filter((word) => there.has(word)).length
  return common / (asked.size + there.size - common || 1)
}
