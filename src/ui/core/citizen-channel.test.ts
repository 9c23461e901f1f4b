import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Policy } from '../../contract/policy.ts'
import type { Session } from '../../contract/session.ts'
import type { StationStatus } from '../../contract/status.ts'
import { hearClerk, serveCitizenWindow, silentMs, type ToCitizen } from './citizen-channel.ts'
import type { Client } from './client.ts'
import { createUiStore } from './store.ts'

const sessionId = '018f3a52-0000-7000-8000-000000000001'
const visit = { sessionId, sealed: null, application: {}, consent: null, citizen: null } as unknown as Session
const inside = { operator: {}, locked: false } as StationStatus

function twoWindows() {
  const store = createUiStore()
  store.setState({ connection: 'open', status: inside, policy: { retentionDays: 30 } as Policy })
  const request = vi.fn(() => Promise.resolve(null))
  const stop = serveCitizenWindow({ request } as unknown as Client, store)
  const told: (ToCitizen | null)[] = []
  const citizen = hearClerk((shown) => told.push(shown))
  const end = () => (stop(), citizen.close())
  const last = () => told.at(-1)
  return { store, request, stop, citizen, last, end }
}

let windows: ReturnType<typeof twoWindows>
afterEach(() => windows.end())

describe('the citizen’s window', () => {
  it('shows what the clerk’s page tells, and nothing of anybody while it is locked', async () => {
    windows = twoWindows()
    windows.store.setState({ session: visit })
    await vi.waitFor(() => expect(windows.last()).toEqual({ show: { kind: 'consent' }, language: 'fr', days: 30 }))
    windows.store.setState({ status: { ...inside, locked: true } })
    await vi.waitFor(() => expect(windows.last()?.show).toEqual({ kind: 'nobody' }))
  })

  it('carries the citizen’s answer to the visit that asked, and to no other', async () => {
    windows = twoWindows()
    windows.store.setState({ session: visit })
    const another = '018f3a52-0000-7000-8000-000000000002'
    windows.citizen.answer({ sessionId: another, answer: 'right', language: 'it' })
    windows.citizen.answer({ sessionId, answer: 'wrong', language: 'ar' })
    await vi.waitFor(() => expect(windows.request).toHaveBeenCalled())
    expect(windows.request.mock.calls).toEqual([['session.citizenAnswer', { answer: 'wrong', language: 'ar' }]])
    expect(windows.store.getState().citizenLanguage).toBe('ar')
  })

  it('says that it has ended once the clerk’s page or its station is gone', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    windows = twoWindows()
    windows.stop()
    vi.advanceTimersByTime(silentMs - 1)
    expect(windows.last()).toBeUndefined()
    vi.advanceTimersByTime(1)
    expect(windows.last()).toBeNull()
    vi.useRealTimers()
  })
})
