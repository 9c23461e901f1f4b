import { streamPicture } from './stream-picture.ts'
import { useEffect, useRef, useState, type RefObject } from 'react'

export type CameraState = 'starting' | 'live' | 'denied' | 'none' | 'busy'

export interface Camera {
  /** Goes on the video element that shows the picture. */
  video: RefObject<HTMLVideoElement | null>
  state: CameraState
  devices: { id: string; label: string }[]
  deviceId: string | null
  use(deviceId: string): void
  retry(): void
}

/** What getUserMedia's error names mean to a person. */
const states: Record<string, CameraState> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'none',
  OverconstrainedError: 'none',
  NotReadableError: 'busy',
  AbortError: 'busy',
}

function wanted(deviceId: string | null, facing: 'user' | 'environment'): MediaStreamConstraints {
  const which = deviceId ? { deviceId: { ideal: deviceId } } : { facingMode: { ideal: facing } }
  return { audio: false, video: { ...which, width: { ideal: 1920 }, height: { ideal: 1080 } } }
}

export interface CameraChoice {
  facing: 'user' | 'environment'
  /** Null: the first one that faces so. */
  deviceId: string | null
  /** Training: as if there were none. */
  off?: boolean
  /** Training: a picture, as a data URL, that the camera shows in place of what stands before it. */
  still?: string | null
  /** Another camera was chosen; anyone who asked keeps it. */
  onChoice(deviceId: string): void
}

/** Shows the camera in a video element while the component lives, and stops it when it goes. */
export function useCamera({ facing, deviceId, off = false, still = null, onChoice }: CameraChoice): Camera {
  const video = useRef<HTMLVideoElement>(null)
  const [state, setState] = useState<CameraState>('starting')
  const [devices, setDevices] = useState<Camera['devices']>([])
  const [round, setRound] = useState(0)

  useEffect(() => {
    let left = false
    let stream: MediaStream | null = null
    async function start() {
      if (off) return setState('none')
      setState('starting')
      try {
        stream = await (still ? streamPicture(still) : navigator.mediaDevices.getUserMedia(wanted(deviceId, facing)))
        const element = video.current
        if (left || !element) return stopTracks(stream)
        for (const track of stream.getTracks()) track.addEventListener('ended', () => !left && setState('none'))
        element.srcObject = stream
        await element.play()
        const all = await navigator.mediaDevices.enumerateDevices()
        if (left) return
        setDevices(all.filter(({ kind }) => kind === 'videoinput').map(({ deviceId: id, label }) => ({ id, label })))
        setState('live')
      } catch (error) {
        if (!left) setState(states[(error as DOMException).name] ?? 'none')
      }
    }
    void start()
    return () => {
      left = true
      if (stream) stopTracks(stream)
    }
  }, [deviceId, facing, off, still, round])

  return {
    video,
    state,
    devices,
    deviceId,
    use: onChoice,
    retry: () => setRound((value) => value + 1),
  }
}

function stopTracks(stream: MediaStream) {
  for (const track of stream.getTracks()) track.stop()
}
