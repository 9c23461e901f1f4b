import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { serveCitizenWindow } from './core/citizen-channel.ts'
import type { Client } from './core/client.ts'
import { UiProvider } from './core/context.tsx'
import { soundOnChanges } from './core/sounds.ts'
import { watchCamera } from './core/tell-camera.ts'
import { createUiStore, type UiStore } from './core/store.ts'
import './styles/all.css'

/** The interface on its page, and how it is taken off again with all that it started. */
export interface MountedUi {
  store: UiStore
  unmount(): void
}

/** Puts the interface on the page, over whatever wire `connect` makes. */
export function mountUi(element: HTMLElement, connect: (store: UiStore) => Client): MountedUi {
  const store = createUiStore()
  const endSounds = soundOnChanges(store)
  const client = connect(store)
  const endCitizenWindow = serveCitizenWindow(client, store)
  const endCamera = watchCamera(client)
  const root = createRoot(element)
  root.render(
    <UiProvider ui={{ client, store }}>
      <App />
    </UiProvider>,
  )
  return {
    store,
    unmount() {
      root.unmount()
      for (const end of [endSounds, endCitizenWindow, endCamera]) end()
    },
  }
}
