import { EventMessage, ReplyMessage } from '../../contract/wire-message.ts'

/** The two functions either shell offers; messages are JSON text. */
export interface Wire {
  post(message: string): void
  listen(receive: (message: string) => void): () => void
}

/** What Electron's preload puts on the window. */
export interface GuichetBridge {
  post(message: unknown): void
  listen(receive: (message: unknown) => void): () => void
}

declare global {
  interface Window {
    guichet?: GuichetBridge
  }
}

/** The bridge as a wire: Electron carries messages as objects. */
export function bridgeWire(bridge: GuichetBridge): Wire {
  return {
    post: (message) => bridge.post(JSON.parse(message)),
    listen: (receive) =>
      bridge.listen((message) => receive(typeof message === 'string' ? message : JSON.stringify(message))),
  }
}

export type Incoming = ReplyMessage | EventMessage

/** Reads a message of the station; null for any other text, which the client ignores. */
export function readMessage(text: string): Incoming | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  const reply = ReplyMessage.safeParse(value)
  if (reply.success) return reply.data
  const event = EventMessage.safeParse(value)
  return event.success ? event.data : null
}
