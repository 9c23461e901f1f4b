import type { ParcelTrust } from '../../contract/identity/parcel.ts'
import { isOlder, readTrust, type HeldTrust } from '../../parcel/read-trust.ts'

const place = 'guichet.parcel-list'

/** Keys and list as they were loaded last; null where there are none that can be read. */
export async function keptList(): Promise<HeldTrust | null> {
  const text = localStorage.getItem(place)
  try {
    return text === null ? null : await readTrust(JSON.parse(text))
  } catch {
    return null
  }
}

/** Keeps what was loaded, unless it is older than what is there: an old list played again takes nothing back. */
export async function keepList(given: ParcelTrust): Promise<HeldTrust | null> {
  const [fresh, before] = [await readTrust(given), await keptList()]
  if (fresh === null || isOlder(fresh, before)) return before
  localStorage.setItem(place, JSON.stringify(given))
  return fresh
}
