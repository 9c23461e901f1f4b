import type { Language } from '../contract/identity.ts'
import { createApi } from './core/api.ts'
import { deviceKeys } from './core/device-keys.ts'
import { parcelCards } from './core/parcel-card.ts'
import { followPending } from './core/pending-stream.ts'
import { browserPush } from './core/push.ts'
import { pathBelow } from './core/routes.ts'
import { mountCitizen } from './mount.tsx'

/** The language chosen last, else the browser's, else French. */
function chooseLanguage(): Language {
  const chosen = localStorage.getItem('guichet.language')
  if (chosen === 'fr' || chosen === 'en') return chosen
  const [first = 'fr'] = navigator.languages.map((tag) => tag.slice(0, 2)).filter((tag) => tag === 'fr' || tag === 'en')
  return first as Language
}

void mountCitizen({
  root: document.getElementById('root')!,
  ports: {
    api: createApi((input, init) => fetch(input, init)),
    keys: deviceKeys,
    parcels: parcelCards,
    push: browserPush,
    followPending,
    leaveTo: (address) => location.assign(address),
  },
  language: chooseLanguage(),
  path: pathBelow(location.pathname),
})

if ('serviceWorker' in navigator && import.meta.env.PROD)
  void navigator.serviceWorker.register(`${import.meta.env.BASE_URL}service-worker.js`, {
    scope: import.meta.env.BASE_URL,
  })
