import { addDays } from '../../enrolment/dates.ts'
import { legalDay } from '../../enrolment/local-day.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answer, activate, checkAnew, prove } from '../../../tests/fixtures/identity/citizen.ts'
import { createBrowser } from '../../../tests/fixtures/identity/browser.ts'
import { startWithHolder, type HolderScene } from '../../../tests/fixtures/identity/holder-scene.ts'
import { askLogin } from '../../../tests/fixtures/identity/log-in.ts'
import { suspendAffected } from '../../central/recall/recall.ts'
import type { RecallKind } from '../../central/database/tables.ts'
import type { ApplicationState } from '../../central/intake/state.ts'
import { AccountState } from '../../contract/identity/device.ts'
import { textsIn } from '../../texts/texts-in.ts'
import type { EdgeTaken } from '../database/tables.ts'
import { moveAccount } from './account-moves.ts'
import { expireAccounts, warnOfEnds } from './expire-accounts.ts'
import { viewApplication } from './view.ts'
import { accountCauses, accountEvents, nextAccountState, type AccountCause, type AccountEvent } from './states.ts'

// Every edge of the table, by whoever may cause it, on the running service: reason, letter, and what the phone shows.
let { on, hub, person, phone } = {} as HolderScene
let accountId: string
beforeAll(async () => {
  ;({ on, hub, person, phone } = await startWithHolder())
  const { db } = on.service.identity
  ;({ account_id: accountId } = await db.selectFrom('identity.account').select('account_id').executeTakeFirstOrThrow())
})
afterAll(() => on?.stop())

const account = () =>
  on.service.identity.db
    .selectFrom('identity.account')
    .select(['state', 'state_reason', 'application_id'])
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()

/** Sets the stage: what a test puts there, no code of the product could. */
async function stand(state: AccountState, more: { activated?: boolean; reason?: string | null } = {}) {
  const { db } = on.service.identity
  const { activated = state !== 'ACTIVATION_PENDING', reason = null } = more
  const row = { state: state as EdgeTaken, state_reason: reason, wrong_secrets: 0, reset_tries: 0, secret_from: null }
  await db
    .updateTable('identity.account')
    .set({ ...row, ends_on: '2031-05-01', activated_at: activated ? new Date() : null, application_state: 'APPROVED' })
    .where('account_id', '=', accountId)
    .execute()
  await db.updateTable('application').set({ state: 'APPROVED' }).execute()
  await db.deleteFrom('identity.login_request').execute()
  await db.deleteFrom('identity.activation').execute()
}

/** As central says it of the application that the account rests on. */
async function central(before: ApplicationState, state: ApplicationState) {
  const { db } = on.service.identity
  await db.updateTable('identity.account').set({ application_state: before }).execute()
  await db.updateTable('application').set({ state }).execute()
  await on.settle()
}

/** Who may cause it does so, in the way they have. */
const act: Record<AccountCause, () => Promise<unknown>> = {
  activation: async () => {
    // Its own test walks from the link to the device; here the last step alone.
    await moveAccount(on.service.identity, { accountId, cause: 'activation', gaps: { device: 'Téléphone' } })
  },
  wrong_secrets: async () => {
    const { number } = await askLogin(hub.ask().url, createBrowser(on.origin), person.declared.email)
    for (let i = 0; i < 5; i++) await answer(phone, number!, { secret: '000111' }).catch(() => {})
  },
  new_secret: async () => {
    const last_four = person.declared.documentNumber.slice(-4)
    await phone.browser.call('secret.reset', { body: { last_four, ...(await prove(phone, 'reset')) } })
  },
  not_me: () => phone.browser.call('holder.suspend'),
  distrusted: () => central('APPROVED', 'SUSPENDED'),
  trusted_again: () => central('SUSPENDED', 'APPROVED'),
  trusted_unactivated: () => central('SUSPENDED', 'APPROVED'),
  withdrawn: () => central('APPROVED', 'CANCELLED'),
  time_over: async () => {
    await on.service.identity.db.updateTable('identity.account').set({ ends_on: '2020-01-01' }).execute()
    await expireAccounts(on.service.identity)
  },
  verified: async () => {},
}

const letterOf = async (cause: AccountCause) => {
  const words = {
    activated: 'a été activée',
    locked: 'est bloquée',
    secret_reset: 'Un nouveau code secret',
    suspended: 'vous avez dit',
    distrusted: 'est plus fiable',
    reinstated: 'a été levée',
    revoked: 'a été retirée',
    ended: 'arrivée à son terme',
    verified_anew: 'a été vérifiée de nouveau',
  } as const
  const { letter } = accountCauses[cause]
  if (letter === null) return
  const quoted = [...words[letter]]
    .map((sign) => (/[ -~]/.test(sign) ? sign : '(=[0-9A-F]{2})+|' + sign))
    .map((one) => `(?:${one})`)
    .join('')
  expect(await on.mailTo(person.declared.email, new RegExp(quoted)), cause).toBeTruthy()
}

const rows = (Object.keys(accountCauses) as AccountCause[])
  .filter((cause) => cause !== 'verified')
  .flatMap((cause) => {
    const { event } = accountCauses[cause]
    return accountEvents[event].from.map((from) => ({ cause, from, to: accountEvents[event].to }))
  })

describe('edge by edge', () => {
  test.each(rows)('$from, $cause: $to', async ({ cause, from, to }) => {
    const wasActivated = from !== 'ACTIVATION_PENDING' && cause !== 'trusted_unactivated'
    await stand(from, { activated: wasActivated, reason: from === 'LOCKED' ? 'secret' : null })
    on.received.mails.length = 0
    await act[cause]()
    expect(await account()).toMatchObject({ state: to, state_reason: accountCauses[cause].reason })
    await letterOf(cause)
    expect(await phone.browser.call('device.read')).toMatchObject({ account: to })
  })

  test.each(accountEvents.proofed_again.from)(
    '%s, verified anew: to be activated again, and the link says so',
    async (from) => {
      await stand(from)
      on.received.mails.length = 0
      person = await checkAnew(on, person)
      await letterOf('verified')
      expect(await account()).toMatchObject({ state: 'ACTIVATION_PENDING', state_reason: null })
      phone = await activate(on, person)
      expect((await account()).state).toBe('ACTIVE')
    },
  )
})

describe('no other edge', () => {
  const others = AccountState.options.flatMap((from) =>
    (Object.keys(accountCauses) as AccountCause[])
      .filter((cause) => nextAccountState(from, accountCauses[cause].event) === null)
      .map((cause) => ({ from, cause })),
  )
  test('what the table does not have moves nothing and tells nobody', async () => {
    const { db } = on.service.identity
    const letters = async () => (await db.selectFrom('mail').select('mail_id').execute()).length
    expect(others.length).toBeGreaterThan(30)
    for (const { from, cause } of others) {
      await stand(from)
      const before = await letters()
      expect(await moveAccount(on.service.identity, { accountId, cause }), `${from} ${cause}`).toBeNull()
      expect((await account()).state).toBe(from)
      expect(await letters()).toBe(before)
    }
    await stand('EXPIRED')
    await expect(act.not_me()).rejects.toThrow('account_inactive')
  })

  test('each event has its cause, and each cause its event', () => {
    const caused = new Set<AccountEvent>(Object.values(accountCauses).map(({ event }) => event))
    expect([...caused].sort()).toEqual(Object.keys(accountEvents).sort())
  })
})

test('its end is told of before, once for each end, and only where there is something to keep', async () => {
  const { identity } = on.service
  const day = (days: number) => addDays(legalDay(new Date()), days)
  const endOn = (ends_on: string) => identity.db.updateTable('identity.account').set({ ends_on }).execute()
  await stand('ACTIVE')
  await endOn(day(identity.policy.endsSoonDays + 1))
  expect(await warnOfEnds(identity)).toBe(0)
  await endOn(day(identity.policy.endsSoonDays))
  expect((await Promise.all([warnOfEnds(identity), warnOfEnds(identity)])).sort()).toEqual([0, 1])
  expect(await on.mailTo(person.declared.email, /bient/)).toContain('/citizen/')
  expect(await warnOfEnds(identity)).toBe(0)
  await endOn(day(3))
  expect(await warnOfEnds(identity)).toBe(1)
  await stand('SUSPENDED')
  await endOn(day(4))
  expect(await warnOfEnds(identity)).toBe(0)
})

/** Approved by its packet again, which rests on a certificate of each kind and a manager's word. */
async function standOnPacket(): Promise<Record<RecallKind, string>> {
  await stand('ACTIVE')
  const { db } = on.running.central
  const { application_id } = await account()
  const columns = ['station_id', 'packet_id', 'operator_id'] as const
  const packet = await db
    .selectFrom('packet')
    .select(columns)
    .where('application_id', '=', application_id)
    .executeTakeFirstOrThrow()
  const { station_id, packet_id, operator_id } = packet
  const named = { manager: 'manager-7', signer: 'a'.repeat(64), anchor: 'b'.repeat(64) } as const
  const grounds = Object.entries(named) as [keyof typeof named, string][]
  await db
    .insertInto('packet_ground')
    .values(grounds.map(([kind, fingerprint]) => ({ kind, fingerprint, station_id, packet_id })))
    .onConflict((clash) => clash.doNothing())
    .execute()
  await db
    .updateTable('application')
    .set({ closed_by: packet_id, closed_at: new Date(), suspended_for: null })
    .where('application_id', '=', application_id)
    .execute()
  return { ...named, operator: operator_id, station: station_id }
}

const kinds = ['operator', 'station', 'manager', 'signer', 'anchor'] as const satisfies readonly RecallKind[]
test.each(kinds)(
  'a recall of the %s: its holder hears why and what to do, by two letters and on the page',
  async (kind) => {
    const names = await standOnPacket()
    const { db } = on.running.central
    const distrusted = { kind, name: names[kind], since: new Date(0) }
    on.received.mails.length = 0
    // The first also reaches those whom the tests above had approved by the same operator.
    expect(await suspendAffected({ db, now: () => new Date() }, distrusted, 'anne')).toBeGreaterThan(0)
    await on.settle()
    expect(await account()).toMatchObject({ state: 'SUSPENDED', state_reason: 'decision' })
    await on.mailTo(person.declared.email)
    const say = textsIn('fr')
    const { title, next } = { title: say(`reasons:recalled_${kind}.title`), next: say(`reasons:recalled_${kind}.next`) }
    const theirs = on.received.mails.filter(({ to }) => to === person.declared.email)
    const told = theirs.filter(({ text }) => isSaid(text, title) && isSaid(text, next))
    expect(told, 'by central, and by the identity service').toHaveLength(2)
    for (const { text } of told) for (const name of [names[kind], 'anne']) expect(isSaid(text, name)).toBe(false)
    const view = await viewApplication(on.service.identity, (await account()).application_id)
    expect(view).toMatchObject({ standing: 'suspended', reasons: [`recalled_${kind}`], activation: 'suspended' })
    const { number } = await askLogin(hub.ask().url, createBrowser(on.origin), person.declared.email)
    await expect(answer(phone, number!)).rejects.toThrow('account_inactive')
  },
)

/** Whether a mail has these words, spaces of whatever kind as one. */
function isSaid(mail: string, words: string): boolean {
  const plain = (text: string) => text.replace(/\s+/g, ' ')
  return plain(mail).includes(plain(words))
}

test('a recalled identity does nothing any more', async () => {
  await standOnPacket()
  await central('APPROVED', 'SUSPENDED')
  await expect(phone.browser.call('join.offer')).rejects.toThrow('account_inactive')
  expect(await prove(phone, 'join')).toBeTruthy()
})
