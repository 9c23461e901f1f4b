import { createRoot } from 'react-dom/client'
import { citizenFragment } from './core/citizen-channel.ts'
import { createClient, type Client } from './core/client.ts'
import { followConnection, mirrorEvents } from './core/connect.ts'
import { connectSocket, takeSecret } from './core/socket-wire.ts'
import type { UiStore } from './core/store.ts'
import { bridgeWire } from './core/wire.ts'
import { mountUi } from './mount.tsx'
import { CitizenWindow } from './screens/citizen-window.tsx'

const root = document.getElementById('root')!
if (location.hash === citizenFragment) createRoot(root).render(<CitizenWindow />)
else mountUi(root, connect)

/** Electron's bridge where there is one, else the loopback socket of the Chromium shell. */
function connect(store: UiStore): Client {
  if (window.guichet) {
    const bridged = createClient(bridgeWire(window.guichet))
    mirrorEvents(bridged, store)
    followConnection(bridged, store, 'open')
    return bridged
  }
  const entry = takeSecret({ location, history, storage: sessionStorage })
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  const socket = connectSocket(`${scheme}://${location.host}/wire`, entry)
  const connected = createClient(socket)
  mirrorEvents(connected, store)
  // What this page held of the visit goes with it; the secret stays for the next one. Electron replaces its page itself.
  connected.on('station.renewed', () => location.reload())
  socket.onConnection((connection) => followConnection(connected, store, connection))
  return connected
}
