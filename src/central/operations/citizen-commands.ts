import type { ContestAnswer } from '../intake/contest.ts'
import { requireByReference } from '../citizens/access.ts'
import { Failure } from '../../contract/failure.ts'
import type { Commands } from './command.ts'

const answers: readonly ContestAnswer[] = ['upheld', 'second_visit']

/** What a citizen may ask for, and what they contest. */
export const citizenCommands: Commands = {
  'citizen:access': {
    operands: ['REFERENCE'],
    // Reading is a deed here: who looked is told to the citizen.
    deed: 'citizen.access',
    run: async (central, { operands: [reference] }) => [
      JSON.stringify(await central.citizenRecord(reference!), null, 2),
    ],
  },
  'citizen:erase': {
    operands: ['REFERENCE'],
    deed: 'citizen.erase',
    async run(central, { operands: [reference] }) {
      await central.eraseCitizen(reference!)
      return [`${reference!}: erased`]
    },
  },
  'contest:list': {
    operands: [],
    deed: 'contest.list',
    async run(central) {
      const open = await central.openContests()
      return open.map(({ reference, receivedAt, dueAt, isLate, words }) =>
        [reference, receivedAt.toISOString(), dueAt.toISOString(), isLate ? 'LATE' : 'open', words ?? ''].join('\t'),
      )
    },
  },
  'contest:answer': {
    operands: ['REFERENCE', 'ANSWER'],
    deed: 'contest.answer',
    async run(central, { operands: [reference, answer], by }) {
      const known = answers.find((one) => one === answer)
      if (known === undefined) throw new Failure('request_invalid', answers.join(' or '))
      await central.answerContest(await requireByReference(central, reference!), known, by)
      return [`${reference!}: ${known}`]
    },
  },
}
