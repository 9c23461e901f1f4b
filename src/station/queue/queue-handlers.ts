import type { Downloads } from '../downloads/downloads.ts'
import type { Auth } from '../people/auth.ts'
import type { Handlers } from '../wire/dispatch.ts'
import type { Queue } from './port.ts'

interface Parts {
  auth: Auth
  queue: Queue
  downloads: Downloads
}

/** Sealed packets on their way, and the file that takes them off a broken machine. */
export function queueHandlers({
  auth,
  queue,
  downloads,
}: Parts): Pick<Handlers, Extract<keyof Handlers, `queue.${string}`>> {
  const by = () => auth.require().operatorId
  return {
    'queue.list': () => queue.list(),
    'queue.retry': ({ packetId }) => {
      queue.retry(packetId, by())
      return null
    },
    'queue.exportBundle': () => {
      const { bytes, fileName, packets } = queue.exportBundle(by())
      const downloadUrl = downloads.offer({ fileName, mediaType: 'application/octet-stream', content: bytes })
      return { downloadUrl, fileName, packets }
    },
    'queue.importBundle': ({ base64 }) => queue.importBundle(Buffer.from(base64, 'base64'), by()),
  }
}
