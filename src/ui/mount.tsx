import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { serveCitizenWindow } from './core/citizen-channel.ts'
import type { Client } from './core/client.ts'
import { UiProvider } from './core/context.tsx'
import { soundOnChanges } from './core/sounds.ts'
import { watchCamera } from './core/tell-camera.ts'
import { createUiStore, type UiStore } from './core/store.ts'
import './styles/all.css'

/** Puts the interface on the page, over whatever wire `connect` makes. */
export function mountUi(root: HTMLElement, connect: (store: UiStore) => Client): UiStore {
  const store = createUiStore()
  soundOnChanges(store)
  const client = connect(store)
  serveCitizenWindow(client, store)
  watchCamera(client)
  createRoot(root).render(
    <UiProvider ui={{ client, store }}>
      <App />
    </UiProvider>,
  )
  return store
}
