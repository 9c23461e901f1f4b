import { createClient } from '../../../src/ui/core/client.ts'
import { followConnection, mirrorEvents } from '../../../src/ui/core/connect.ts'
import type { Language } from '../../../src/contract/identity.ts'
import { mountUi } from '../../../src/ui/mount.tsx'
import { scenes } from './scenes.ts'
import { playScene } from './scripted-wire.ts'

/** `#<scene>,<language>,<theme>`: one screen in one state, played by a wire inside the page. */
const [key = '', language = 'fr', theme = 'light'] = location.hash.slice(1).split(',')
const scene = scenes[key]
const root = document.getElementById('root')!

if (scene) {
  const { wire, push, posted } = playScene(scene, language as Language)
  localStorage.setItem('guichet.preferences', JSON.stringify({ language, theme, sound: false }))
  const store = mountUi(root, (mounted) => {
    const client = createClient(wire)
    mirrorEvents(client, mounted)
    followConnection(client, mounted, 'open')
    return client
  })
  Object.assign(window, { push, store, posted })
  const { page, sheet, connection } = scene
  setTimeout(() => {
    store.setState({
      ...(page ? { page } : {}),
      ...(sheet ? { sheet } : {}),
      ...(connection ? { connection } : {}),
      ...(scene.exportProgress ? { exportProgress: scene.exportProgress } : {}),
    })
    if (scene.press) {
      const pressed = scene.press
      setTimeout(() => {
        document.querySelector<HTMLElement>(pressed)!.click()
        document.body.dataset['scene'] = key
      }, 100)
    } else document.body.dataset['scene'] = key
  }, 150)
} else {
  root.innerHTML = Object.keys(scenes)
    .map(
      (name) =>
        `<p>${['fr', 'en'].map((l) => `<a target="_blank" href="#${name},${l},light">${name} ${l}</a>`).join(' ')}</p>`,
    )
    .join('')
}
