import { useState } from 'react'
import type { DeviceChallenge, DeviceProof, DeviceView } from '../../contract/identity/device.ts'
import type { HolderAct } from '../../contract/identity/holder.ts'
import { useCitizen, useTexts, type Asking } from '../core/context.tsx'
import type { KeyProblem } from '../core/device-keys.ts'
import { useProblems } from '../pages/use-step.ts'
import { CodeField } from './code-field.tsx'
import { KeyTrouble } from './key-trouble.tsx'
import { LastFour } from './last-four.tsx'
import { StepForm } from './step-form.tsx'

type Typed = { first: string; lastFour: string; secret: string; proof: DeviceProof }

/** A login brings its challenge along; what a holder does by themselves asks for one, and says where the service refuses. */
type Wanted = HolderAct | { purpose: 'login'; challenge: DeviceChallenge }

type ProvedFormProps = Wanted & {
  asking: Asking
  device: DeviceView
  action: string
  /** What another page, device or message shows, or the document, where something must. */
  first?: { id: string; digits: 2 | 6; label: string; hint: string }
  /** Whether the last characters of the document's number are asked for. */
  document?: boolean
  /** What the key signs beside the challenge. */
  detail(first: string): string
  secretHint?: string
  onTyped(typed: Typed): Promise<void>
}

/** What only the holder can give, together: digits from elsewhere where asked for, the secret code, and this device's key over a fresh challenge. */
export function ProvedForm(props: ProvedFormProps) {
  const { asking, device, purpose, action, first, document = false, detail, secretHint, onTyped } = props
  const { t } = useTexts()
  const { keys } = useCitizen().ports
  const { problems, check } = useProblems(asking, {
    ...(first && { [first.id]: first.id }),
    lastFour: 'lastFour',
    secret: 'secret',
  })
  const [typed, setTyped] = useState('')
  const [lastFour, setLastFour] = useState('')
  const [secret, setSecret] = useState('')
  const [problem, setProblem] = useState<KeyProblem | null>(null)
  const [busy, setBusy] = useState(false)

  async function prove() {
    const challenge =
      props.purpose === 'login'
        ? props.challenge
        : await asking.ask('holder.challenge', { body: { purpose: props.purpose } })
    if (!challenge) return
    const proof = await keys.prove(device.kind, purpose, challenge, detail(typed))
    if (!proof.ok) return setProblem(proof.problem)
    await onTyped({ first: typed, lastFour: lastFour.trim(), secret, proof: proof.value })
    setSecret('')
  }
  async function submit() {
    const found = [
      ...(first === undefined || typed.length === first.digits
        ? []
        : [{ field: first.id, code: first.digits === 2 ? 'two_digits' : 'six_digits' }]),
      ...(document && lastFour.trim().length < 4 ? [{ field: 'lastFour', code: 'missing' }] : []),
      ...(secret.length === 6 ? [] : [{ field: 'secret', code: 'six_digits' }]),
    ]
    if (!check(found)) return
    setBusy(true)
    setProblem(null)
    await prove()
    setBusy(false)
  }
  return (
    <StepForm onSubmit={() => void submit()} action={action} busy={busy} asking={asking} problems={problems}>
      <KeyTrouble problem={problem} />
      {first && (
        <CodeField
          id={first.id}
          digits={first.digits}
          label={first.label}
          hint={first.hint}
          value={typed}
          onChange={setTyped}
          problem={problems.of(first.id)}
        />
      )}
      {document && <LastFour value={lastFour} onChange={setLastFour} problem={problems.of('lastFour')} />}
      <CodeField
        id="secret"
        secret
        label={t('login:pending.secret')}
        {...(secretHint !== undefined && { hint: secretHint })}
        value={secret}
        onChange={setSecret}
        problem={problems.of('secret')}
      />
    </StepForm>
  )
}
