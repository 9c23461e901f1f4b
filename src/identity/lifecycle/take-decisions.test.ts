import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { activate, apply, inventPerson, visit } from '../../../tests/fixtures/identity/citizen.ts'
import { startIdentityOn, type IdentityOn } from '../../../tests/fixtures/identity/start-identity.ts'
import { takeDecisions } from './take-decisions.ts'

let on: IdentityOn
beforeAll(async () => (on = await startIdentityOn('PGlite')))
afterAll(() => on?.stop())

test('an approval and the link to its activation are one: what ended in between is taken up again, and nobody is left without', async () => {
  const { identity } = on.service
  const person = inventPerson()
  const { view } = await apply(on, person)
  // As a crash between the two would leave it.
  await sql`ALTER TABLE identity.activation RENAME TO activation_away`.execute(identity.db)
  await visit(on, view, person)
  expect(await takeDecisions(identity)).toBe(0)
  expect(await identity.db.selectFrom('identity.account').selectAll().execute()).toEqual([])
  await sql`ALTER TABLE identity.activation_away RENAME TO activation`.execute(identity.db)
  await on.settle()
  expect(await activate(on, person)).toMatchObject({ secret: '830274' })
})
