import type { CameraTest } from '../../contract/support.ts'

const states: Partial<Record<string, CameraTest['state']>> = {
  NotFoundError: 'none',
  NotAllowedError: 'refused',
  NotReadableError: 'busy',
}

/** Opens the camera once and lets go of it; what came of that, without the name of any device. */
export async function testCamera(media: MediaDevices = navigator.mediaDevices): Promise<CameraTest> {
  const devices = await media.enumerateDevices().catch(() => [])
  const cameras = devices.filter(({ kind }) => kind === 'videoinput').length
  try {
    const stream = await media.getUserMedia({ video: true })
    const { width = null, height = null } = stream.getVideoTracks()[0]?.getSettings() ?? {}
    for (const track of stream.getTracks()) track.stop()
    return { cameras, state: 'opened', width, height }
  } catch (error) {
    return { cameras, state: states[(error as Error).name] ?? 'failed', width: null, height: null }
  }
}
