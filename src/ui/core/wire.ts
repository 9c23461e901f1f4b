import { EventFrame, ReplyFrame } from '../../contract/frame.ts'

/** The two functions either shell offers; frames are JSON text. */
export interface Wire {
  post(frame: string): void
  listen(receive: (frame: string) => void): () => void
}

/** What Electron's preload puts on the window. */
export interface GuichetBridge {
  post(frame: unknown): void
  listen(receive: (frame: unknown) => void): () => void
}

declare global {
  interface Window {
    guichet?: GuichetBridge
  }
}

/** The bridge as a wire: Electron carries frames as objects. */
export function bridgeWire(bridge: GuichetBridge): Wire {
  return {
    post: (frame) => bridge.post(JSON.parse(frame)),
    listen: (receive) => bridge.listen((frame) => receive(typeof frame === 'string' ? frame : JSON.stringify(frame))),
  }
}

export type Incoming = ReplyFrame | EventFrame

/** Reads a frame of the station; null when it is none of ours, which the client ignores. */
export function readFrame(text: string): Incoming | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  const reply = ReplyFrame.safeParse(value)
  if (reply.success) return reply.data
  const event = EventFrame.safeParse(value)
  return event.success ? event.data : null
}
