import { createClient } from '../../../src/ui/core/client.ts'
import { followConnection, mirrorEvents } from '../../../src/ui/core/connect.ts'
import type { Language } from '../../../src/contract/identity.ts'
import { mountUi } from '../../../src/ui/mount.tsx'
import { perform } from '../perform.ts'
import { scenes } from './scenes.ts'
import { playScene } from './scripted-wire.ts'

/** `#<scene>,<language>,<theme>`: one screen in one state, played by a wire inside the page. */
const [key = '', language = 'fr', theme = 'light'] = location.hash.slice(1).split(',')
const scene = scenes[key]
const root = document.getElementById('root')!

async function act(acts: string[]): Promise<void> {
  // What a press opens belongs to the screen as it is once it has settled.
  if (acts.length > 0) await new Promise((resolve) => setTimeout(resolve, 100))
  for (const one of acts) await perform(one)
}

/**
 * Until nothing in the page has changed for a while, two painted frames included: dialogs, answers of the wire and what they lead
 * to are there, on a slow machine too.
 */
function stillness(quietMs = 120): Promise<void> {
  return new Promise((resolve) => {
    let changes = 0
    const watch = new MutationObserver(() => void changes++)
    watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
    const settle = () => {
      watch.disconnect()
      resolve()
    }
    const look = (seen: number) => {
      if (changes === seen) return settle()
      wait()
    }
    const wait = () => {
      const seen = changes
      setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => look(seen))), quietMs)
    }
    wait()
    // A live picture's hint may change as long as somebody looks.
    setTimeout(settle, 25 * quietMs)
  })
}

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
  // What the page learns from the station as it starts closes what was open before.
  void stillness().then(() => {
    store.setState({
      ...(page ? { page } : {}),
      ...(scene.openCase ? { openCase: scene.openCase } : {}),
      ...(sheet ? { sheet } : {}),
      ...(scene.citizen ? { citizenLanguage: scene.citizen } : {}),
      ...(connection ? { connection } : {}),
      ...(scene.exportProgress ? { exportProgress: scene.exportProgress } : {}),
    })
    void act(scene.acts ?? [])
      .then(() => stillness())
      .then(() => (document.body.dataset['scene'] = key))
  })
} else {
  root.innerHTML = Object.keys(scenes)
    .map(
      (name) =>
        `<p>${['fr', 'en'].map((l) => `<a target="_blank" href="#${name},${l},light">${name} ${l}</a>`).join(' ')}</p>`,
    )
    .join('')
}
