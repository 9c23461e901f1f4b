import type { Handlers } from '../wire/dispatch.ts'
import type { Auth } from '../people/auth.ts'
import type { TrustAnchors } from './trust-anchors.ts'

const fileOf = ({ fileName, base64 }: { fileName: string; base64: string }) => ({
  fileName,
  bytes: Buffer.from(base64, 'base64'),
})

/** CSCA certificates: what is trusted, what a file would add, and what a manager adds and removes. */
export function trustHandlers({
  auth,
  trust,
  statusBoard,
}: {
  auth: Auth
  trust: TrustAnchors
  statusBoard: { refresh(): void }
}): Pick<Handlers, 'trust.list' | 'trust.review' | 'trust.import' | 'trust.remove'> {
  return {
    'trust.list': () => trust.list(),
    'trust.review': (file) => trust.review(fileOf(file)),
    'trust.import': ({ confirmed, ...file }) => {
      const done = trust.import(fileOf(file), confirmed, auth.require().operatorId)
      statusBoard.refresh()
      return done
    },
    'trust.remove': ({ sha256 }) => {
      trust.remove(sha256, auth.require().operatorId)
      statusBoard.refresh()
      return null
    },
  }
}
