import type { DeviceView, PendingLogin } from '../../contract/identity/device.ts'
import { useAsk, useReadSession, useTexts } from '../core/context.tsx'
import { sayClock } from '../core/say.ts'
import { ActionButton } from '../../design/components/buttons.tsx'
import { Facts } from './facts.tsx'
import { ProvedForm } from './proved-form.tsx'

interface PendingCardProps {
  pending: PendingLogin
  device: DeviceView
  onEnd(how: 'confirmed' | 'refused'): void
  /** The attempt failed: what waits is asked for again, with a fresh challenge. */
  onAgain(): void
}

/** Who asks, for what, from where; then the number of the page and the secret code, or one tap that refuses. */
export function PendingCard({ pending, device, onEnd, onAgain }: PendingCardProps) {
  const { t } = useTexts()
  const readSession = useReadSession()
  const asking = useAsk()
  const params = { login_id: pending.login_id }

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
      <ProvedForm
        asking={asking}
        device={device}
        purpose="login"
        action={t('login:pending.confirm')}
        first={{ id: 'number', digits: 2, label: t('login:pending.number'), hint: t('login:pending.numberHint') }}
        detail={(number) => number}
        secretHint={t('apply:attemptsLeft', { count: pending.attempts_left })}
        challenge={pending.challenge}
        onTyped={async ({ first: number, secret, proof }) => {
          if (await asking.ask('pending.answer', { params, body: { number, secret, proof } })) return onEnd('confirmed')
          onAgain()
          void readSession()
        }}
      />
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
