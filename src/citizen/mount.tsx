import { createRoot } from 'react-dom/client'
import type { Language } from '../contract/identity.ts'
import { App } from './app.tsx'
import { CitizenProvider } from './core/context.tsx'
import type { Ports } from './core/ports.ts'
import { createCitizenStore, type CitizenStore } from './core/store.ts'
import { fetchLanguage } from './core/texts.ts'
import './styles/all.css'

interface MountOptions {
  root: HTMLElement
  ports: Ports
  language: Language
  /** Below `/citizen`. */
  path: string
}

/** The application on its page, and how it is taken off again. */
interface MountedCitizen {
  store: CitizenStore
  unmount(): void
}

/** Puts the application on the page once its language is there. */
export async function mountCitizen({ root, ports, language, path }: MountOptions): Promise<MountedCitizen> {
  const store = createCitizenStore({ language, path, online: navigator.onLine })
  await fetchLanguage(language)
  const mounted = createRoot(root)
  mounted.render(
    <CitizenProvider citizen={{ store, ports }}>
      <App />
    </CitizenProvider>,
  )
  return { store, unmount: () => mounted.unmount() }
}
