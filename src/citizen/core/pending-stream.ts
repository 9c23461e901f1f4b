import { citizenApiPath, citizenFiles } from '../../contract/identity/endpoints.ts'
import { PendingView } from '../../contract/identity/device.ts'

/** The stream of pending logins; the browser connects again by itself, `lost` says that it has to. */
export function followPending(heard: (view: PendingView) => void, lost: () => void): () => void {
  const stream = new EventSource(`${citizenApiPath}${citizenFiles.deviceEvents}`)
  stream.addEventListener('pending', ({ data }: MessageEvent<string>) => {
    const view = PendingView.safeParse(parseJson(data))
    if (view.success) heard(view.data)
  })
  stream.addEventListener('error', lost)
  return () => stream.close()
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
