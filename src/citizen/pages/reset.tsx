import { useState } from 'react'
import type { DeviceView } from '../../contract/identity/device.ts'
import { Done } from '../components/done.tsx'
import { KeyTrouble } from '../components/key-trouble.tsx'
import { LastFour } from '../components/last-four.tsx'
import { OutOfUse } from '../components/out-of-use.tsx'
import { NoDevice } from '../components/no-device.tsx'
import { Link, Page } from '../components/page.tsx'
import { SecretStep } from '../components/secret-step.tsx'
import { useAsk, useCitizen, useCitizenState, useTexts } from '../core/context.tsx'
import type { KeyProblem } from '../core/device-keys.ts'
import { pages } from '../core/routes.ts'

const least = 4
/** A lock of wrong codes opens with a new one. */
const resettable = new Set<DeviceView['account']>(['ACTIVE', 'LOCKED'])

/** A new secret code with the device and the document (R27); without either, a new check. */
export function ResetPage() {
  const { t } = useTexts()
  const device = useCitizenState((state) => state.session?.device ?? null)
  const [done, setDone] = useState(false)
  if (done)
    return (
      <Page title={t('login:reset.done')} back={pages.account}>
        <Done>
          <p>{t('login:reset.doneText')}</p>
        </Done>
      </Page>
    )
  return (
    <Page title={t('login:reset.title')} lead={t('login:reset.lead')} back={pages.account}>
      {!device && <NoDevice />}
      {device && resettable.has(device.account) && <Reset device={device} onDone={() => setDone(true)} />}
      {device && !resettable.has(device.account) && <OutOfUse account={device.account} />}
      <p>
        <Link to={pages.help} text={t('login:account.help')} />
      </p>
    </Page>
  )
}

function Reset({ device, onDone }: { device: DeviceView; onDone(): void }) {
  const { t } = useTexts()
  const { store, ports } = useCitizen()
  const asking = useAsk()
  const [lastFour, setLastFour] = useState('')
  const [problem, setProblem] = useState<KeyProblem | null>(null)
  async function reset(secret: string) {
    setProblem(null)
    const challenge = await asking.ask('holder.challenge', { body: { purpose: 'reset' } })
    if (!challenge) return
    const proof = await ports.keys.prove(device.kind, 'reset', challenge)
    if (!proof.ok) return setProblem(proof.problem)
    const answer = await asking.ask('secret.reset', {
      body: { last_four: lastFour.trim(), secret, proof: proof.value },
    })
    if (!answer) return
    const { session } = store.getState()
    if (session) store.setState({ session: { ...session, device: answer } })
    onDone()
  }
  return (
    <SecretStep
      asking={asking}
      action={t('login:reset.action')}
      onSecret={(secret) => void reset(secret)}
      first={{
        id: 'lastFour',
        found: () => (lastFour.trim().length < least ? [{ field: 'lastFour', code: 'missing' }] : []),
        show: (wrong) => (
          <>
            <KeyTrouble problem={problem} />
            <LastFour value={lastFour} onChange={setLastFour} problem={wrong} />
          </>
        ),
      }}
    />
  )
}
