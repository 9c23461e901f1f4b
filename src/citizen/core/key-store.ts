const name = 'guichet-device'
const store = 'keys'
const place = 'device'

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

/** Keeps the one private key of this browser; the object is stored, its bytes are nowhere to be read. */
export async function writeKey(key: CryptoKey): Promise<void> {
  await inStore('readwrite', (keys) => keys.put(key, place))
}

/** Null where this browser holds none, or was emptied. */
export async function readKey(): Promise<CryptoKey | null> {
  return ((await inStore('readonly', (keys) => keys.get(place))) as CryptoKey | undefined) ?? null
}
