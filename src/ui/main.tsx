import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { createClient, type Client } from './core/client.ts'
import { followConnection, mirrorEvents } from './core/connect.ts'
import { UiProvider } from './core/context.tsx'
import { startTranslations } from './core/i18n.ts'
import { connectSocket, takeToken } from './core/socket-wire.ts'
import { soundOnChanges } from './core/sounds.ts'
import { createUiStore, type UiStore } from './core/store.ts'
import { bridgeWire } from './core/wire.ts'
import './styles/all.css'

const store = createUiStore()
startTranslations(store.getState().preferences.language ?? 'fr')
soundOnChanges(store)
const client = connect(store)
createRoot(document.getElementById('root')!).render(
  <UiProvider ui={{ client, store }}>
    <App />
  </UiProvider>,
)

/** Electron's bridge where there is one, else the loopback socket of the Chromium shell. */
function connect(target: UiStore): Client {
  if (window.guichet) {
    const bridged = createClient(bridgeWire(window.guichet))
    mirrorEvents(bridged, target)
    followConnection(bridged, target, 'open')
    return bridged
  }
  const token = takeToken(location, history, sessionStorage) ?? 'none'
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  const socket = connectSocket(`${scheme}://${location.host}/wire`, token)
  const connected = createClient(socket)
  mirrorEvents(connected, target)
  socket.onConnection((connection) => followConnection(connected, target, connection))
  return connected
}
