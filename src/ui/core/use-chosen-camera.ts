import { useCamera, type Camera } from '../../camera/use-camera.ts'
import { choose } from './choices.ts'
import { useUi, useUiState } from './context.tsx'

/** The camera that this kiosk's people chose last. */
export function useChosenCamera(facing: 'user' | 'environment' = 'environment'): Camera {
  const { store } = useUi()
  const deviceId = useUiState((ui) => ui.preferences.cameraId)
  return useCamera({ facing, deviceId, onChoice: (cameraId) => choose(store, { cameraId }) })
}
