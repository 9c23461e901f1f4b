import { Failure } from '../../contract/failure.ts'
import type { Audit } from '../audit/port.ts'
import type { Store } from '../store/open-store.ts'

const metaKey = 'shown_version'

export interface FirstScreen {
  /** Whether this version still has to show that it works: until then it opens no session, and whoever goes back to the version before loses none. */
  isAwaited(): boolean
  /** A page of this version has been painted. One of another version shows nothing: station_version_unshown. */
  shown(version: string): void
}

/** A new kiosk has no version before that somebody could go back to: it waits for nothing. */
export function createFirstScreen(parts: {
  store: Pick<Store, 'readMeta' | 'writeMeta' | 'transaction'>
  audit: Pick<Audit, 'append'>
  softwareVersion: string
}): FirstScreen {
  const { store, audit, softwareVersion } = parts
  if (store.readMeta(metaKey) === null) store.writeMeta(metaKey, softwareVersion)
  const isAwaited = () => store.readMeta(metaKey) !== softwareVersion
  return {
    isAwaited,
    shown(version) {
      if (version !== softwareVersion) throw new Failure('station_version_unshown', `page ${version}`)
      if (!isAwaited()) return
      store.transaction(() => {
        const facts = { before: store.readMeta(metaKey), version }
        store.writeMeta(metaKey, version)
        audit.append({ action: 'version.shown', actor: 'station', subject: null, facts })
      })
    },
  }
}
