import type { Client } from '../clients/client.ts'

/**
 * Somebody who proposes or decides: the means by which they act, and the person. Two people act by two means: one person with two
 * clients, or two people at one client, are not two.
 */
export type Proposer = { means: string; person: string }

/** Whoever calls the intake API, by the client's registered holder. */
export const proposerOfClient = ({ client_id, holder }: Pick<Client, 'client_id' | 'holder'>): Proposer => ({
  means: client_id,
  person: holder,
})

/** An administrator by name; one person is one name, however it is written. */
export function proposerOfName(name: string): Proposer {
  const person = name.normalize('NFKC').trim().toLowerCase()
  return { means: `administrator ${person}`, person }
}

/** Whether one of the two would be alone: the same means or the same person. */
export const isSameProposer = (one: Proposer, other: Proposer): boolean =>
  one.means === other.means || one.person === other.person
