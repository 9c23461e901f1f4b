import type { Wire } from './wire.ts'

export type Connection = 'connecting' | 'open' | 'lost' | 'taken'

export interface SocketWire extends Wire {
  onConnection(changed: (connection: Connection) => void): () => void
  close(): void
}

const secretKey = 'guichet.secret'
const retryMs = [250, 500, 1000, 2000, 4000]
/** The station's close code when another window took the wire: taking it back unasked would never end. */
const takenCode = 4001

/**
 * The secret of this page: got for the one-time code of the address, which is erased at once, and kept for reloads of this tab only;
 * null where nobody let it in.
 */
export async function takeSecret(
  page: { location: Location; history: History; storage: Storage },
  ask: typeof fetch = fetch,
): Promise<string | null> {
  const { location, history, storage } = page
  const code = new URLSearchParams(location.hash.slice(1)).get('code')
  if (code === null) return storage.getItem(secretKey)
  history.replaceState(null, '', location.pathname + location.search)
  const answer = await ask('/enter', { method: 'POST', body: code })
  if (!answer.ok) return storage.getItem(secretKey)
  const secret = await answer.text()
  storage.setItem(secretKey, secret)
  return secret
}

/** A wire over a WebSocket that reconnects for as long as the page lives. */
export function connectSocket(url: string, entry: Promise<string | null>): SocketWire {
  const receivers = new Set<(message: string) => void>()
  const watchers = new Set<(connection: Connection) => void>()
  let connection: Connection = 'connecting'
  let socket: WebSocket | null = null
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let closed = false

  function tell(next: Connection) {
    connection = next
    for (const watcher of watchers) watcher(next)
  }
  async function open() {
    const secret = await entry.catch(() => null)
    if (closed) return
    socket = new WebSocket(url, ['guichet.v1', secret ?? 'none'])
    socket.addEventListener('open', () => {
      failures = 0
      tell('open')
    })
    socket.addEventListener('message', ({ data }) => {
      if (typeof data === 'string') for (const receive of receivers) receive(data)
    })
    socket.addEventListener('close', ({ code }) => {
      if (closed) return
      if (code === takenCode) return tell('taken')
      tell('lost')
      timer = setTimeout(() => void open(), retryMs[Math.min(failures++, retryMs.length - 1)])
    })
  }
  void open()

  return {
    post: (message) => {
      if (socket?.readyState === WebSocket.OPEN) socket.send(message)
    },
    listen: (receive) => {
      receivers.add(receive)
      return () => void receivers.delete(receive)
    },
    onConnection: (changed) => {
      watchers.add(changed)
      changed(connection)
      return () => void watchers.delete(changed)
    },
    close: () => {
      closed = true
      clearTimeout(timer)
      socket?.close()
    },
  }
}
