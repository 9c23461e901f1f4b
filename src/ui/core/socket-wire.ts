import type { Wire } from './wire.ts'

export type Connection = 'connecting' | 'open' | 'lost' | 'taken'

export interface SocketWire extends Wire {
  onConnection(changed: (connection: Connection) => void): () => void
  close(): void
}

const tokenKey = 'guichet.token'
const retryMs = [250, 500, 1000, 2000, 4000]
/** The station's close code when another window took the wire: taking it back unasked would never end. */
const takenCode = 4001

/**
 * The per-start token: from the URL fragment the first time, erased from the address at once, kept for reloads of this
 * tab only.
 */
export function takeToken(location: Location, history: History, storage: Storage): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get('token')
  if (token === null) return storage.getItem(tokenKey)
  storage.setItem(tokenKey, token)
  history.replaceState(null, '', location.pathname + location.search)
  return token
}

/** A wire over a WebSocket that reconnects for as long as the page lives. */
export function connectSocket(url: string, token: string): SocketWire {
  const receivers = new Set<(frame: string) => void>()
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
  function open() {
    socket = new WebSocket(url, ['guichet.v1', token])
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
      timer = setTimeout(open, retryMs[Math.min(failures++, retryMs.length - 1)])
    })
  }
  open()

  return {
    post: (frame) => {
      if (socket?.readyState === WebSocket.OPEN) socket.send(frame)
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
