import type { EndpointName } from '../../contract/identity/endpoints.ts'
import { looksAt, holderActor } from '../../central/citizens/looks.ts'
import { noteDeed } from '../../central/operations/record-deed.ts'
import { requireProved } from '../authentication/holder-act.ts'
import type { Identity } from '../context.ts'
import type { Handlers } from '../http/serve-endpoints.ts'
import { openHolder } from '../lifecycle/account.ts'
import { servicesOf } from '../provider/disclosures.ts'
import { askErasure, erasureWay, keepIdentity } from './delayed-erasure.ts'
import { eraseAccount, keptAfterErasure } from './erase-account.ts'
import { holderRecord } from './holder-record.ts'
import { applicationsOf, filedAs } from './own-applications.ts'
import { recordPage } from './record-page.ts'
import { givesRecord, requireOwner } from './require-owner.ts'

type Names = Extract<EndpointName, `rights.${string}`>

/** What holders may ask about what is held of them: to see it and who saw it, to take it along, to have it erased. */
export function rightsHandlers(identity: Identity): Pick<Handlers, Names> {
  const { central } = identity
  return {
    'rights.read': async ({ sessions }) => {
      const { account } = await requireProved(identity, sessions)
      const ids = await applicationsOf(identity, account)
      const looks = await Promise.all(ids.map((id) => looksAt(central.db, id)))
      const services = await servicesOf(identity, account.account_id)
      return {
        looks: looks.flat().sort((a, b) => b.at.localeCompare(a.at)),
        kept: await keptAfterErasure(identity, ids),
        services: [...new Set(services.map(({ service }) => service))],
        record: givesRecord(account),
        erasure: await erasureWay(identity, account),
        erases_at: account.erase_at?.toISOString() ?? null,
      }
    },
    'rights.record': async ({ sessions, body }) => {
      const { account } = await requireOwner(identity, sessions, body, 'record')
      const ids = await applicationsOf(identity, account)
      await noteAccess(identity, ids)
      const record = await holderRecord(identity, account, ids)
      const { language } = openHolder(identity, account)
      return { name: `guichet-${record.made_at.slice(0, 10)}.html`, page: recordPage(record, language) }
    },
    'rights.erase': async ({ sessions, body }) => {
      const { account } = await requireOwner(identity, sessions, body, 'erase')
      if ((await erasureWay(identity, account)) === 'later')
        return { erases_at: (await askErasure(identity, account, body)).toISOString() }
      await eraseAccount(identity, account)
      await sessions.end('device')
      return { erases_at: null }
    },
    'rights.keep': async ({ sessions }) => {
      await keepIdentity(identity, (await requireProved(identity, sessions)).account.account_id)
      return {}
    },
  }
}

/** Before the file is made: what is not written down is not handed out. */
async function noteAccess(identity: Identity, applicationIds: readonly string[]): Promise<void> {
  for (const id of applicationIds) {
    const { reference } = await filedAs(identity, id)
    const deed = { actor: holderActor, action: 'citizen.access', stationId: null, subject: reference, detail: null }
    await noteDeed(identity.central, deed, 'done')
  }
}
