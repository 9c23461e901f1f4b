import { createClient } from '../../../src/ui/core/client.ts'
import { followConnection, mirrorEvents } from '../../../src/ui/core/connect.ts'
import type { Language } from '../../../src/contract/identity.ts'
import { mountUi, type MountedUi } from '../../../src/ui/mount.tsx'
import { perform } from '../perform.ts'
import { layoutFaults } from './layout-faults.ts'
import type { Scene } from './scene.ts'
import { scenes } from './scenes.ts'
import { playScene } from './scripted-wire.ts'
import { stillness } from '../stillness.ts'

const root = document.getElementById('root')!

async function act(acts: string[]): Promise<void> {
  if (acts.length === 0) return
  // What a press opens belongs to the screen as it is once it has settled.
  await new Promise((resolve) => setTimeout(resolve, 100))
  for (const one of acts) await perform(one)
}

let shown: MountedUi | null = null

/** Takes off what a scene before left, so that the next one starts as on a page just loaded. */
function clear(): void {
  shown?.unmount()
  delete document.body.dataset['scene']
  scrollTo(0, 0)
}

/** One screen in one state, played by a wire inside the page; the body bears its name once it stands still. */
async function show(key: string, scene: Scene, language: string, theme: string): Promise<void> {
  clear()
  const { wire, push, posted } = playScene(scene, language as Language)
  localStorage.setItem('guichet.preferences', JSON.stringify({ language, theme, sound: false }))
  shown = mountUi(root, (mounted) => {
    const client = createClient(wire)
    mirrorEvents(client, mounted)
    followConnection(client, mounted, 'open')
    return client
  })
  const { store } = shown
  Object.assign(window, { push, store, posted })
  const { page, openCase, sheet, citizen, connection, exportProgress, acts = [] } = scene
  const looked = {
    ...(page && { page }),
    ...(openCase && { openCase }),
    ...(sheet && { sheet }),
    ...(citizen && { citizenLanguage: citizen }),
    ...(connection && { connection }),
    ...(exportProgress && { exportProgress }),
  }
  // What the page learns from the station as it starts closes what was open before.
  if (Object.keys(looked).length + acts.length > 0) {
    await stillness()
    store.setState(looked)
    await act(acts)
  }
  await stillness()
  document.body.dataset['scene'] = key
}

function list(): void {
  clear()
  root.innerHTML = Object.keys(scenes)
    .map(
      (name) =>
        `<p>${['fr', 'en'].map((l) => `<a target="_blank" href="#${name},${l},light">${name} ${l}</a>`).join(' ')}</p>`,
    )
    .join('')
}

/** `#<scene>,<language>,<theme>`; another one is shown on the same page when the address changes. */
function play(): void {
  const [key = '', language = 'fr', theme = 'light'] = location.hash.slice(1).split(',')
  const scene = scenes[key]
  if (scene) void show(key, scene, language, theme)
  else list()
}

Object.assign(window, { layoutFaults })
addEventListener('hashchange', play)
play()
