import { createApi } from '../../../src/citizen/core/api.ts'
import type { DeviceKeys } from '../../../src/citizen/core/device-keys.ts'
import type { PushPort } from '../../../src/citizen/core/push.ts'
import { mountCitizen } from '../../../src/citizen/mount.tsx'
import type { Language } from '../../../src/contract/identity.ts'
import { cardsOf, makeParcel } from './parcel.ts'
import { perform } from '../perform.ts'
import { scenes, type CitizenScene } from './scenes.ts'
import { scriptService } from './scripted-service.ts'

/** `#<scene>,<language>`: one page in one state, answered by a service inside the page. */
const [key = '', language = 'fr'] = location.hash.slice(1).split(',')
const scene = scenes[key]
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

async function play(one: CitizenScene) {
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
  history.replaceState(null, '', location.pathname + (one.token === undefined ? '' : `#${one.token}`))
  const store = await mountCitizen({
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
  Object.assign(window, { posted: service.posted, store })
  if (offline) store.setState({ online: false })
  for (const act of acts) await perform(act.replace('@code', parcel?.code ?? ''))
  setTimeout(() => (document.body.dataset['scene'] = key), 400)
}

if (scene) void play(scene)
else
  root.innerHTML = Object.keys(scenes)
    .map(
      (name) =>
        `<p>${['fr', 'en'].map((l) => `<a target="_blank" href="#${name},${l}">${name} ${l}</a>`).join(' ')}</p>`,
    )
    .join('')
