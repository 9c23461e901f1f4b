import { useState } from 'react'
import type { DeviceView, PendingLogin } from '../../contract/identity/device.ts'
import { useAsk, useCitizen, useReadSession, useTexts } from '../core/context.tsx'
import type { KeyProblem } from '../core/device-keys.ts'
import { sayClock } from '../core/say.ts'
import { useProblems } from '../pages/use-step.ts'
import { ActionButton } from '../../design/components/buttons.tsx'
import { CodeField } from './code-field.tsx'
import { Facts } from './facts.tsx'
import { KeyTrouble } from './key-trouble.tsx'
import { StepForm } from './step-form.tsx'

interface PendingCardProps {
  pending: PendingLogin
  device: DeviceView
  onEnd(how: 'confirmed' | 'refused'): void
  /** The attempt failed: what waits is asked for anew, with a fresh challenge. */
  onAgain(): void
}

/** Who asks, for what, from where; then the number of the page and the secret code, or one tap that refuses. */
export function PendingCard({ pending, device, onEnd, onAgain }: PendingCardProps) {
  const { t } = useTexts()
  const { keys } = useCitizen().ports
  const readSession = useReadSession()
  const asking = useAsk()
  const { problems, check } = useProblems(asking, { number: 'number', secret: 'secret' })
  const [number, setNumber] = useState('')
  const [secret, setSecret] = useState('')
  const [problem, setProblem] = useState<KeyProblem | null>(null)
  const [busy, setBusy] = useState(false)
  const params = { login_id: pending.login_id }

  async function confirm() {
    const found = [
      ...(number.length === 2 ? [] : [{ field: 'number', code: 'two_digits' }]),
      ...(secret.length === 6 ? [] : [{ field: 'secret', code: 'six_digits' }]),
    ]
    if (!check(found)) return
    setBusy(true)
    setProblem(null)
    const proof = await keys.prove(device.kind, 'login', pending.challenge, number)
    if (!proof.ok) {
      setBusy(false)
      return setProblem(proof.problem)
    }
    const answer = await asking.ask('pending.answer', { params, body: { number, secret, proof: proof.value } })
    setBusy(false)
    setSecret('')
    if (answer) return onEnd('confirmed')
    onAgain()
    void readSession()
  }
  async function refuse() {
    if (await asking.ask('pending.refuse', { params, body: {} })) onEnd('refused')
    else onAgain()
  }
  return (
    <div className="stack loose">
      <WhoAsks pending={pending} />
      <div className="row">
        <ActionButton kind="danger" icon="cross" onPress={() => void refuse()}>
          {t('login:pending.refuse')}
        </ActionButton>
      </div>
      <StepForm
        onSubmit={() => void confirm()}
        action={t('login:pending.confirm')}
        busy={busy}
        asking={asking}
        problems={problems}
      >
        <KeyTrouble problem={problem} />
        <CodeField
          id="number"
          digits={2}
          label={t('login:pending.number')}
          hint={t('login:pending.numberHint')}
          value={number}
          onChange={setNumber}
          problem={problems.of('number')}
        />
        <CodeField
          id="secret"
          secret
          label={t('login:pending.secret')}
          hint={t('apply:attemptsLeft', { count: pending.attempts_left })}
          value={secret}
          onChange={setSecret}
          problem={problems.of('secret')}
        />
      </StepForm>
    </div>
  )
}

function WhoAsks({ pending }: { pending: PendingLogin }) {
  const { t, language } = useTexts()
  const claims = useClaims(pending.claims)
  const { browser, system, address } = pending.from
  return (
    <section className="panel" aria-label={t('login:pending.who')}>
      <Facts
        rows={[
          { name: t('login:pending.service'), value: pending.service },
          ...(pending.hub === null ? [] : [{ name: t('login:pending.hub'), value: pending.hub }]),
          { name: t('login:pending.claims'), value: claims },
          { name: t('login:pending.from'), value: [browser, system, address].filter((part) => part !== '').join(', ') },
          { name: t('login:pending.at'), value: sayClock(pending.asked_at, language) },
        ]}
      />
    </section>
  )
}

/** What is handed over, in words; a claim without words keeps its name: nothing that is handed over stays unsaid. */
export function useClaims(claims: readonly string[]): string {
  const { code } = useTexts()
  return claims.map((claim) => code(`login:claims.${claim}`) ?? claim).join(', ')
}
