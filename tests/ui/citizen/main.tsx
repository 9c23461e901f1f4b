import { createApi } from '../../../src/citizen/core/api.ts'
import type { DeviceKeys } from '../../../src/citizen/core/device-keys.ts'
import { mountCitizen } from '../../../src/citizen/mount.tsx'
import type { Language } from '../../../src/contract/identity.ts'
import { scenes, type CitizenScene } from './scenes.ts'
import { scriptService } from './scripted-service.ts'

/** `#<scene>,<language>`: one page in one state, answered by a service inside the page. */
const [key = '', language = 'fr'] = location.hash.slice(1).split(',')
const scene = scenes[key]
const root = document.getElementById('root')!

const keys: DeviceKeys = {
  possible: (kinds) => [...kinds],
  create: async (_, name) => ({ ok: true, value: { kind: 'passkey', name, response: {} } }),
  prove: async () => ({ ok: true, value: { kind: 'key', signature: 'AAAA' } }),
}

async function play({ path, session, answers, pending, offline, acts = [] }: CitizenScene) {
  const standing = { environment: 'training', application: null, device: null, ...session }
  const service = scriptService({ 'session.read': standing, ...answers })
  history.replaceState(null, '', location.pathname)
  const store = await mountCitizen({
    root,
    language: language as Language,
    path,
    ports: {
      api: createApi(service.send),
      keys,
      followPending(heard) {
        heard({ pending: pending ?? null })
        return () => {}
      },
      leaveTo: (address) => Object.assign(window, { leftTo: address }),
    },
  })
  Object.assign(window, { posted: service.posted, store })
  if (offline) store.setState({ online: false })
  for (const act of acts) await perform(act)
  setTimeout(() => (document.body.dataset['scene'] = key), 400)
}

async function found(selector: string): Promise<HTMLElement> {
  for (;;) {
    const element = document.querySelector<HTMLElement>(selector)
    if (element) return element
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Types as the browser does, so that React hears it; or presses. */
async function perform(act: string) {
  const [selector = '', text] = act.startsWith('button[') ? [act] : act.split('=')
  const element = await found(selector)
  await new Promise((resolve) => setTimeout(resolve, 30))
  if (text === undefined) return element.click()
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(element, text)
  element.dispatchEvent(new Event('input', { bubbles: true }))
}

if (scene) void play(scene)
else
  root.innerHTML = Object.keys(scenes)
    .map(
      (name) =>
        `<p>${['fr', 'en'].map((l) => `<a target="_blank" href="#${name},${l}">${name} ${l}</a>`).join(' ')}</p>`,
    )
    .join('')
