import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCentral } from '../src/central/central.ts'
import { specimens } from '../src/station/training/specimens/specimens.ts'
import { addOperator, beginAsManager, decide, exportDay, overrideOf, pin, soon } from '../tests/fixtures/journey.ts'
import { untilReady, walkToDecision } from '../tests/fixtures/journey.ts'
import { startTestStation } from '../tests/fixtures/test-station.ts'

// Writes docs/samples from a training station on which every specimen was enrolled: node scripts/make-samples.ts
const samples = join(import.meta.dirname, '..', 'docs', 'samples')
const central = await createCentral({ environment: 'training', seed: 'training' })
const kiosk = await startTestStation({ centralUrl: central.url })
await beginAsManager(kiosk)
await addOperator(kiosk, 'claire', 'clerk')
await addOperator(kiosk, 'paul', 'clerk')
await untilReady(kiosk)

for (const [i, { key }] of specimens.entries()) {
  await kiosk.ask('operator.login', { operatorId: i % 3 === 0 ? 'paul' : 'claire', pin })
  await enrol(key)
}
await soon(async () => {
  if ((await kiosk.ask('status.get', {})).queue.waiting > 0) throw new Error('packets wait')
})
await kiosk.ask('operator.login', { operatorId: 'marie', pin })
for (const format of ['csv', 'pdf', 'jsonl'] as const) take(await exportDay(kiosk, format, 'fr'), `daily-log.${format}`)
take((await kiosk.ask('audit.export', {})).downloadUrl, 'audit-log.jsonl')
await kiosk.stop()
await central.stop()

/** As training teaches: approved where allowed, released by the manager where only the chip is silent, else refused. */
async function enrol(key: string): Promise<void> {
  const { decision } = await walkToDecision(kiosk, key)
  if (decision.overridable.includes('chip_required')) {
    await kiosk.ask('session.override', overrideOf({ managerId: 'marie' }))
  }
  const { allowed, suggestedReasons } = kiosk.session()!.decision
  const outcome = (['approved', 'unverifiable', 'refused'] as const).find((one) => allowed.includes(one))
  await decide(kiosk, outcome ?? 'cancelled', outcome === 'approved' ? [] : suggestedReasons)
}

function take(downloadUrl: string, name: string): void {
  const { content } = kiosk.station.downloads.take(downloadUrl)!
  copyFileSync((content as { path: string }).path, join(samples, name))
}
