import type { TrustItem } from '../../emrtd/verify.ts'
import type { Central } from '../context.ts'
import { proposerOfName } from '../proposals/proposer.ts'
import {
  approveTrust,
  proposedItems,
  proposeTrust,
  proposeTrustRemoval,
  reviewTrustFile,
  waitingTrust,
  withdrawTrust,
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
  /** What one change that waits would bring. */
  items(proposalId: string): Promise<TrustItem[]>
  approve(proposalId: string, confirmed: readonly string[], by: string): Promise<void>
  withdraw(proposalId: string, by: string): Promise<void>
}

export function trustAdministration(central: Central): TrustAdministration {
  return {
    files: () => listTrustFiles(central.db),
    waiting: () => waitingTrust(central),
    review: (file) => reviewTrustFile(central, file),
    propose: (file, confirmed, by) => proposeTrust(central, file, confirmed, proposerOfName(by)),
    proposeRemoval: (sha256, by) => proposeTrustRemoval(central, sha256, proposerOfName(by)),
    items: (proposalId) => proposedItems(central, proposalId),
    approve: (proposalId, confirmed, by) => approveTrust(central, proposalId, confirmed, proposerOfName(by)),
    withdraw: (proposalId, by) => withdrawTrust(central, proposalId, proposerOfName(by)),
  }
}
