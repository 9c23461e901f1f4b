import { useState } from 'react'
import type { DeviceKind } from '../../contract/identity/device.ts'
import { useAsk, useCitizen, type Asking } from '../core/context.tsx'
import type { KeyProblem } from '../core/device-keys.ts'

/** Proves this browser's key again: the session then knows the device, and for some hours that its holder was there. */
export function useOpenDevice(kind: DeviceKind): {
  asking: Asking
  problem: KeyProblem | null
  open(): Promise<void>
} {
  const { store, ports } = useCitizen()
  const asking = useAsk()
  const [problem, setProblem] = useState<KeyProblem | null>(null)
  async function open() {
    setProblem(null)
    const challenge = await asking.ask('device.challenge', { body: {} })
    if (!challenge) return
    const proof = await ports.keys.prove(kind, 'open', challenge)
    if (!proof.ok) return setProblem(proof.problem)
    const device = await asking.ask('device.open', { body: { challenge: challenge.challenge, proof: proof.value } })
    const { session } = store.getState()
    if (device && session) store.setState({ session: { ...session, device } })
  }
  return { asking, problem, open }
}
