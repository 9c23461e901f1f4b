import type { TrustItem } from '../../emrtd/verify.ts'
import type { Central } from '../context.ts'
import {
  approveTrust,
  proposeTrust,
  proposeTrustRemoval,
  reviewTrustFile,
  waitingTrust,
  type TrustPerson,
  type WaitingTrust,
} from './propose-trust.ts'
import { listTrustFiles, type TrustFile } from './trust-files.ts'

/** Changes of trust as an administrator asks for them, each person by name. Codes: those of propose-trust.ts. */
export type TrustAdministration = {
  files(): ReturnType<typeof listTrustFiles>
  waiting(): Promise<WaitingTrust[]>
  review(file: Omit<TrustFile, 'source'>): Promise<TrustItem[]>
  propose(
    file: TrustFile,
    confirmed: readonly string[],
    by: string,
  ): Promise<{ proposalId: string; items: TrustItem[] }>
  proposeRemoval(sha256: string, by: string): Promise<string>
  approve(proposalId: string, confirmed: readonly string[], by: string): Promise<void>
}

/** One person is one name, however it is written. */
const personOf = (name: string): TrustPerson => {
  const holder = name.normalize('NFKC').trim().toLowerCase()
  return { id: `administrator ${holder}`, holder }
}

export function trustAdministration(central: Central): TrustAdministration {
  return {
    files: () => listTrustFiles(central.db),
    waiting: () => waitingTrust(central),
    review: (file) => reviewTrustFile(central, file),
    propose: (file, confirmed, by) => proposeTrust(central, file, confirmed, personOf(by)),
    proposeRemoval: (sha256, by) => proposeTrustRemoval(central, sha256, personOf(by)),
    approve: (proposalId, confirmed, by) => approveTrust(central, proposalId, confirmed, personOf(by)),
  }
}
