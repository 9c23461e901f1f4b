const name = 'guichet-device'
const store = 'keys'

/** What is kept under a name: the device's key, and what shows parcels' codes. */
type Place = 'device' | 'parcel'

function openStore(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore(store)
    opening.onsuccess = () => resolve(opening.result)
    opening.onerror = () => reject(opening.error)
  })
}

async function inStore<T>(mode: IDBTransactionMode, act: (keys: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await openStore()
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(store, mode)
      const request = act(transaction.objectStore(store))
      transaction.oncomplete = () => resolve(request.result)
      transaction.onerror = () => reject(transaction.error)
      transaction.onabort = () => reject(transaction.error)
    })
  } finally {
    database.close()
  }
}

/** Keeps what holds a private key: the object is stored, the key's bytes are nowhere to be read. */
export async function keep(place: Place, value: object): Promise<void> {
  await inStore('readwrite', (keys) => keys.put(value, place))
}

/** Null where this browser holds none, or was emptied. */
export async function readKept<T>(place: Place): Promise<T | null> {
  return ((await inStore('readonly', (keys) => keys.get(place))) as T | undefined) ?? null
}

export async function forget(place: Place): Promise<void> {
  await inStore('readwrite', (keys) => keys.delete(place))
}
