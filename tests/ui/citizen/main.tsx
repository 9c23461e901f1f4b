import { createApi } from '../../../src/citizen/core/api.ts'
import type { DeviceKeys } from '../../../src/citizen/core/device-keys.ts'
import type { PushPort } from '../../../src/citizen/core/push.ts'
import { mountCitizen } from '../../../src/citizen/mount.tsx'
import type { Language } from '../../../src/contract/identity.ts'
import { cardsOf, makeParcel } from './parcel.ts'
import { found, perform } from '../perform.ts'
import { stillness } from '../stillness.ts'
import { scenes, type CitizenScene } from './scenes.ts'
import { scriptService } from './scripted-service.ts'

const root = document.getElementById('root')!

const subscription = { endpoint: 'https://push.example/1', keys: { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) } }
const pushOf = ({ push = 'possible' }: CitizenScene): PushPort => ({
  standing: () => (push === 'fails' ? 'possible' : push),
  current: async () => null,
  subscribe: async () => (push === 'fails' ? null : subscription),
  end: async () => {},
  clear: async () => {},
})

const keys: DeviceKeys = {
  possible: (kinds) => [...kinds],
  create: async (_, name) => ({ ok: true, value: { kind: 'passkey', name, response: {} } }),
  prove: async () => ({ ok: true, value: { kind: 'key', signature: 'AAAA' } }),
}

/** Pages go elsewhere; each begins here. */
const start = location.pathname
let unmount = () => {}

/** One page in one state, answered by a service inside the page; what a scene before left is taken off. */
async function show(key: string, one: CitizenScene, language: string): Promise<void> {
  unmount()
  delete document.body.dataset['scene']
  scrollTo(0, 0)
  const { path, session, answers, pending, offline, acts = [] } = one
  const standing = { environment: 'training', application: null, device: null, ...session }
  const parcel = one.parcel ? await makeParcel(one.parcel.listAgeMs) : null
  // Each scene is a browser of its own.
  localStorage.clear()
  const service = scriptService({
    'session.read': standing,
    ...(parcel && { 'parcel.trust': parcel.trust }),
    ...answers,
  })
  history.replaceState(null, '', start + (one.token === undefined ? '' : `#${one.token}`))
  const mounted = await mountCitizen({
    root,
    language: language as Language,
    path,
    ports: {
      api: createApi(service.send),
      keys,
      parcels: cardsOf(parcel && one.parcel?.held ? parcel.card : null),
      push: pushOf(one),
      followPending(heard) {
        heard({ pending: pending ?? null })
        return () => {}
      },
      leaveTo: (address) => Object.assign(window, { leftTo: address }),
    },
  })
  const { store } = mounted
  unmount = mounted.unmount
  Object.assign(window, { posted: service.posted, store })
  if (offline) store.setState({ online: false })
  // Some pages are fetched when they are opened: every one of them has its heading then.
  await found('h1')
  for (const act of acts) await perform(act.replace('@code', parcel?.code ?? ''))
  await stillness()
  document.body.dataset['scene'] = key
}

function list(): void {
  root.innerHTML = Object.keys(scenes)
    .map(
      (name) =>
        `<p>${['fr', 'en'].map((l) => `<a target="_blank" href="#${name},${l}">${name} ${l}</a>`).join(' ')}</p>`,
    )
    .join('')
}

/** `<scene>,<language>`, at first from the address: the scene itself may change that. */
function play(named: string): void {
  const [key = '', language = 'fr'] = named.split(',')
  const scene = scenes[key]
  if (scene) void show(key, scene, language)
  else list()
}

Object.assign(window, { play })
play(location.hash.slice(1))
