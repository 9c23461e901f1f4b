import { useEffect } from 'react'
import { useCamera, type Camera } from '../../camera/use-camera.ts'
import { choose } from './choices.ts'
import { useUi, useUiState } from './context.tsx'
import { tellCamera } from './tell-camera.ts'

/** `still`: see `useCamera`. The camera that this kiosk's people chose last. */
export function useChosenCamera(facing: 'user' | 'environment' = 'environment', still: string | null = null): Camera {
  const { client, store } = useUi()
  const deviceId = useUiState((ui) => ui.preferences.cameraId)
  const off = useUiState(({ cameraOff, status }) => cameraOff && status?.training === true)
  const camera = useCamera({ facing, deviceId, off, still, onChoice: (cameraId) => choose(store, { cameraId }) })
  // Opened, its label can be read; refused, that is known. A picture that is played tells nothing of a camera.
  const { state } = camera
  useEffect(() => {
    if (still === null && (state === 'live' || state === 'denied')) void tellCamera(client)
  }, [client, state, still])
  return camera
}
