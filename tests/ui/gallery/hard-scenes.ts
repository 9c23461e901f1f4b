import type { Declared } from '../../../src/contract/identity.ts'
import type { FieldMatch } from '../../../src/contract/match.ts'
import type { Session } from '../../../src/contract/session.ts'
import { backOffice } from './office-scenes.ts'
import type { Scene } from './scene.ts'
import * as s from './specimens.ts'

// What does not fit at first: the longest names, a busy afternoon, a station with every trouble at once.
const surname = 'Ramanantsoa-Andriamihajasoanavalona d’Arc'
const givenNames = ['Marie-Antoinette', 'Guillemette', 'Anne-Françoise', 'Maximilienne']
const place = 'Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson'
const declared: Declared = {
  ...s.declared,
  birthName: surname,
  givenNames,
  birthPlace: { name: place, inseeCode: '51513', country: 'FRA' },
}
const spelled = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[’-]/g, ' ').toUpperCase()
const longs: Partial<Record<FieldMatch['field'], string>> = {
  surname,
  given_names: givenNames.join(', '),
  birth_place: place,
}
const fields = s.goodFields.map((field) => {
  const long = longs[field.field]
  const printed = long && spelled(long)
  return long ? { ...field, declared: long, mrz: field.mrz && printed!.slice(0, 39), chip: printed! } : field
})

function longAt(step: Session['step']): Session {
  const session = s.sessionAt(step)
  return {
    ...session,
    application: { ...session.application!, declared },
    identity: session.identity && {
      ...session.identity,
      surname: spelled(surname),
      givenNames: spelled(givenNames.join(' ')),
      birthPlace: spelled(place),
    },
    comparison: session.comparison && { ...session.comparison, fields },
  }
}

const branchName = 'Agence postale intercommunale de Saint-Remy-en-Bouzemont'
const operator = { ...s.operator, displayName: 'Marie-Antoinette Ramanantsoa-Andriamihaja' }
const reader = { state: 'service_down' as const, name: null }
const network = { state: 'offline' as const, since: '2026-11-21T08:40:00Z', code: null }
const queue = { waiting: 118, parked: 12, oldestAt: '2026-11-20T16:00:00Z', visits: 0 }
const clock = { skewed: true, skewSeconds: 720, proof: 'central', locked: false } as const
const troubled = { ...s.status, branchName, operator, training: true, reader, network, queue, clock }
const named = { ...s.status, branchName, operator }
const drafts = Array.from({ length: 12 }, (_, index) => ({
  sessionId: s.packetId(60 + index),
  reference: s.reference,
  step: 'document' as const,
  savedAt: '2026-11-21T08:55:00Z',
  expiresAt: '2026-11-22T08:55:00Z',
}))

/** Training, no network, an unchecked case, a clock that is wrong and packets that are stuck: five banners take of the height. */
const troubledAt = (step: Session['step']): Scene => ({
  status: troubled,
  session: { ...longAt(step), provisional: true, deferred: ['lost_stolen', 'operator_state'] },
})

export const hard: Record<string, Scene> = {
  'hard-home': { status: troubled, replies: { 'draft.list': drafts } },
  'hard-consent': { status: named, session: longAt('application') },
  'hard-comparison': { status: named, session: longAt('comparison') },
  'hard-citizen': { status: named, session: longAt('comparison'), sheet: 'citizen' },
  'hard-document': troubledAt('document'),
  'hard-chip': troubledAt('chip'),
  'hard-inspection': troubledAt('inspection'),
  'hard-person': troubledAt('person'),
  'hard-decision': troubledAt('decision'),
  'hard-receipt': {
    status: named,
    session: longAt('receipt'),
    replies: { 'session.receiptView': { ...s.receipt, branchName } },
  },
  'hard-queue': {
    status: troubled,
    page: 'queue',
    replies: {
      'queue.list': Array.from({ length: 40 }, (_, index) => ({
        ...(backOffice['queue']!.replies!['queue.list'] ?? [])[index % 4]!,
        packetId: s.packetId(100 + index),
      })),
    },
  },
}
