import { setTimeout } from 'node:timers/promises'
import { addOperator, beginAsManager, decide, pin, soon, untilReady, walkToDecision } from '../../fixtures/journey.ts'
import { startTestStation, type TestStation } from '../../fixtures/test-station.ts'
import { concludeVisitor } from '../../fixtures/visitors.ts'

export type KioskKind = 'counter' | 'tablet'
/** `sealed`: the packets that it has sealed so far. */
export type Kiosk = { kind: KioskKind; station: TestStation; sealed: string[]; brokenOff: number }

/** A whole kiosk, its store, its loops and its simulated reader, registered, with somebody of its own at work. */
export async function startKiosk(centralUrl: string, kind: KioskKind, number: number): Promise<Kiosk> {
  const station = await startTestStation({ centralUrl, kind })
  const operatorId = `${kind}-${number}`
  await beginAsManager(station)
  await addOperator(station, operatorId, kind === 'counter' ? 'clerk' : 'postman')
  await untilReady(station)
  await station.ask('operator.login', { operatorId, pin })
  return { kind, station, sealed: [], brokenOff: 0 }
}

/** A citizen at the counter: looked up, the chip read before central, approved or refused, sealed. The rest is for the loops. */
async function serve({ station, sealed }: Kiosk): Promise<void> {
  const { reference } = await station.ask('training.nextVisitor', {})
  sealed.push((await concludeVisitor(station, reference)).packetId)
}

/** The same until it succeeds: while central is away nobody can be looked up. */
export async function serveOne(kiosk: Kiosk): Promise<void> {
  let isBrokenOff = false
  await soon(async () => {
    try {
      await serve(kiosk)
    } catch (error) {
      isBrokenOff = true
      await kiosk.station.ask('session.leave', { keepDraft: false }).catch(() => {})
      await setTimeout(500)
      throw error
    }
  })
  if (isBrokenOff) kiosk.brokenOff += 1
}

/** The morning's list taken along, one visit and one closed door without network, and back. */
export async function goRound({ station, sealed }: Kiosk): Promise<void> {
  const { ask } = station
  await soon(() => ask('appointment.refresh', {}))
  const visits = await ask('appointment.list', {})
  await ask('training.playOffline', { offline: true })
  await walkToDecision(station, 'cnie')
  sealed.push((await decide(station, 'approved')).packetId)
  const left = (await ask('appointment.list', {})).find(({ outcome }) => outcome === null)
  const isNew = visits.some(({ appointmentId }) => appointmentId === left?.appointmentId)
  if (left !== undefined && isNew)
    await ask('appointment.settle', { appointmentId: left.appointmentId, outcome: 'no_show', note: null })
  await ask('training.playOffline', { offline: false })
}

/** Until it has heard from central of all that it sealed. */
export const untilHeard = ({ station, sealed }: Kiosk): Promise<void> =>
  soon(async () => {
    const list = await station.ask('queue.list', {})
    const heard = new Set(list.filter(({ centralDecision }) => centralDecision !== null).map((one) => one.packetId))
    const left = sealed.filter((packetId) => !heard.has(packetId))
    if (left.length > 0) throw new Error(`${left.length} of ${sealed.length} unheard of`)
  })
