import { setTimeout } from 'node:timers/promises'
import type { Application } from '../contract/application.ts'
import type { Declared } from '../contract/identity.ts'
import type { Policy } from '../contract/policy.ts'
import { decideManually, type ManualDecision } from './adjudication/decide-manually.ts'
import { addApplication } from './applications/add-application.ts'
import { reportLost } from './applications/lost-stolen.ts'
import { addAppointment, type NewAppointment } from './appointments/add-appointment.ts'
import { addClient, revokeClient, type NewClient } from './clients/client.ts'
import type { Central, Db, PacketKey } from './context.ts'
import { addTrustFile } from './trust/trust-files.ts'
import { citizenRecord } from './citizens/access.ts'
import { eraseCitizen } from './citizens/erase-citizen.ts'
import { answerContest, type ContestAnswer } from './intake/contest.ts'
import { openContests, type OpenContest } from './intake/open-contests.ts'
import { trustAdministration, type TrustAdministration } from './trust/administration.ts'
import type { KeyPurpose } from './keys/key-port.ts'
import {
  addPerson,
  assignPerson,
  changePerson,
  confirmPerson,
  unassignPerson,
  type NewPerson,
  type PersonChange,
} from './people/change-people.ts'
import { issuePersonCode } from './people/person-codes.ts'
import { revokeOperator } from './people/revoke-person.ts'
import { issueStationCode, type NewStation } from './stations/codes.ts'
import { setPolicy } from './stations/config.ts'
import { recallApplication } from './intake/close-application.ts'
import { activateStation, renameStation, retireStation, revokeStation } from './stations/lifecycle.ts'

/** What an administrator, or a neighbouring system, asks of central. */
export type Administration = {
  /** `managerId`: who is to be the first manager there. */
  issueStationCode(
    branchName: string,
    managerId?: string,
    place?: Pick<NewStation, 'again' | 'replaces'>,
  ): Promise<string>
  activateStation(stationId: string, thumbprint: string): Promise<void>
  retireStation(stationId: string): Promise<void>
  renameStation(stationId: string, branchName: string): Promise<void>
  revokeStation(stationId: string, compromisedSince: Date): Promise<void>
  addApplication(application: Application, options?: { emailConfirmed: boolean }): Promise<void>
  recallApplication(applicationId: string): Promise<void>
  addAppointment(appointment: NewAppointment): Promise<void>
  addPerson(person: NewPerson): Promise<void>
  changePerson(change: PersonChange): Promise<void>
  confirmPerson(personId: string): Promise<void>
  assignPerson(stationId: string, personId: string): Promise<void>
  unassignPerson(stationId: string, personId: string): Promise<void>
  issuePersonCode(personId: string): Promise<string>
  revokeOperator(operatorId: string, since: Date): Promise<void>
  reportLost(document: Pick<Declared, 'documentType' | 'documentNumber'>): Promise<void>
  setPolicy(policy: Policy): Promise<void>
  /** A file of certificates or revocation lists by which central judges chips. */
  addTrust(name: string, bytes: Uint8Array): Promise<void>
  /** What chips are judged by, changed by two people. */
  trust: TrustAdministration
  decide(packet: PacketKey, decision: ManualDecision): Promise<void>
  addClient(client: NewClient): Promise<void>
  revokeClient(clientId: string): Promise<void>
  rotateKey(purpose: KeyPurpose): Promise<string>
  citizenRecord(reference: string): Promise<object>
  eraseCitizen(reference: string): Promise<void>
  openContests(): Promise<OpenContest[]>
  answerContest(applicationId: string, answer: ContestAnswer, answeredBy: string): Promise<void>
  /** Resolves when no received packet waits for a decision any more. */
  settled(): Promise<void>
}

const by = 'administrator'

/** As functions; the page at /admin does the same through its forms. */
export function administration(central: Central): Administration {
  const { db, now } = central
  return {
    issueStationCode: (branchName, managerId, place = {}) =>
      issueStationCode(central, { branchName, managerId: managerId ?? null, ...place }),
    retireStation: (stationId) => retireStation(central, stationId),
    renameStation: (stationId, branchName) => renameStation(central, stationId, branchName),
    activateStation: (stationId, thumbprint) => activateStation(central, stationId, thumbprint),
    revokeStation: (stationId, compromisedSince) => revokeStation(central, stationId, compromisedSince),
    addApplication: (application, { emailConfirmed } = { emailConfirmed: true }) =>
      addApplication(central, application, { emailConfirmed }),
    recallApplication: (applicationId) => recallApplication(central, applicationId),
    addAppointment: (appointment) => addAppointment(db, appointment),
    addPerson: (person) => addPerson(central, person, by),
    changePerson: (change) => changePerson(central, change, by),
    confirmPerson: (personId) => confirmPerson(central, personId, by),
    assignPerson: (stationId, personId) => assignPerson(central, stationId, personId),
    unassignPerson: (stationId, personId) => unassignPerson(central, stationId, personId),
    issuePersonCode: (personId) => issuePersonCode(central, personId, by),
    revokeOperator: (operatorId, since) => revokeOperator(central, operatorId, since),
    reportLost: (document) => reportLost(central, document),
    setPolicy: (policy) => setPolicy(db, policy, now()),
    async addTrust(name, bytes) {
      await addTrustFile(central, { name, bytes, source: '' }, by)
      central.trust.forget()
    },
    trust: trustAdministration(central),
    decide: (packet, decision) => decideManually(central, packet, decision),
    addClient: (client) => addClient(central, client),
    revokeClient: (clientId) => revokeClient(central, clientId),
    rotateKey: (purpose) => central.rotateKey(purpose),
    citizenRecord: (reference) => citizenRecord(central, reference),
    eraseCitizen: (reference) => eraseCitizen(central, reference),
    openContests: () => openContests(central),
    answerContest: (applicationId, answer, answeredBy) => answerContest(central, applicationId, answer, answeredBy),
    settled: () => waitUntilSettled(db),
  }
}

async function waitUntilSettled(db: Db): Promise<void> {
  const waiting = () =>
    db.selectFrom('packet').select('packet_id').where('state', 'in', ['RECEIVED', 'VERIFYING']).limit(1)
  while ((await waiting().execute()).length > 0) await setTimeout(50)
}
