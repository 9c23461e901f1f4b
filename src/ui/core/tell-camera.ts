import { modelOf, type FoundCamera } from '../../contract/camera.ts'
import type { Client } from './client.ts'

/** Not there where the page is not secure; Node has the one without the other. */
const mediaOf = (): MediaDevices | undefined => navigator.mediaDevices

/** Null from a browser that does not know the question: it has refused nothing. */
const askPermission = () => navigator.permissions.query({ name: 'camera' }).catch(() => null)

/** The cameras as the browser lists them, none opened; labels are given only to a page that was allowed one. */
async function findCamera(media: MediaDevices): Promise<FoundCamera> {
  const devices = await media.enumerateDevices()
  const cameras = devices.filter(({ kind }) => kind === 'videoinput')
  const model = cameras.map(({ label }) => modelOf(label)).find((one) => one !== null) ?? null
  if (cameras.length === 0) return { state: 'none', model }
  return { state: (await askPermission())?.state === 'denied' ? 'refused' : 'ready', model }
}

/** Tells the station which camera its page has. A station that cannot be told is told when it answers again. */
export async function tellCamera(client: Client): Promise<void> {
  const media = mediaOf()
  const found = media === undefined ? null : await findCamera(media).catch(() => null)
  if (found !== null) await client.request('equipment.camera', found).catch(() => null)
}

/** Tells it again whenever a camera comes or goes, is allowed or refused, until ended. */
export function watchCamera(client: Client): () => void {
  const watch = new AbortController()
  const { signal } = watch
  const tell = () => void tellCamera(client)
  const media = mediaOf()
  media?.addEventListener('devicechange', tell, { signal })
  if (media) void askPermission().then((permission) => permission?.addEventListener('change', tell, { signal }))
  return () => watch.abort()
}
