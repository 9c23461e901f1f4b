import { useState } from 'react'
import type { CodeSent } from '../../contract/identity/application.ts'
import type { ContactKind } from '../../contract/identity/contact.ts'
import type { DeviceView } from '../../contract/identity/device.ts'
import { HaveCode, sentBefore } from '../components/code-step.tsx'
import { Done } from '../components/done.tsx'
import { EmailField, emailProblems } from '../components/email-field.tsx'
import { OutOfUse } from '../components/out-of-use.tsx'
import { NoDevice } from '../components/no-device.tsx'
import { Page } from '../components/page.tsx'
import { PhoneField } from '../components/phone-field.tsx'
import { ProvedForm } from '../components/proved-form.tsx'
import { StepForm } from '../components/step-form.tsx'
import { useAsk, useCitizenState, useTexts } from '../core/context.tsx'
import { pages } from '../core/routes.ts'
import { missing, useProblems } from './use-step.ts'

export const NewEmailPage = () => <ContactPage kind="email" />
export const NewPhonePage = () => <ContactPage kind="phone" />

/** Another address or number: digits sent there, then secret code and key; where the holder was is told for days. */
function ContactPage({ kind }: { kind: ContactKind }) {
  const { t } = useTexts()
  const device = useCitizenState((state) => state.session?.device ?? null)
  const [value, setValue] = useState('')
  const [sent, setSent] = useState<CodeSent | null>(null)
  const [done, setDone] = useState(false)
  if (!device)
    return (
      <Page title={t(`login:contact.${kind}Title`)} back={pages.account}>
        <NoDevice />
      </Page>
    )
  if (device.account !== 'ACTIVE')
    return (
      <Page title={t(`login:contact.${kind}Title`)} back={pages.account}>
        <OutOfUse account={device.account} />
      </Page>
    )
  if (done)
    return (
      <Page title={t('login:contact.done')} back={pages.account}>
        <Done>
          <p>{t('login:contact.doneText')}</p>
        </Done>
      </Page>
    )
  if (sent)
    return (
      <Page
        title={t('login:contact.codeTitle')}
        lead={value === '' ? t('apply:code.before') : t('login:contact.codeLead', { to: value })}
        back={pages.account}
      >
        <Confirm kind={kind} device={device} onDone={() => setDone(true)} />
      </Page>
    )
  return (
    <Page title={t(`login:contact.${kind}Title`)} lead={t('login:contact.lead')} back={pages.account}>
      <Give
        kind={kind}
        onSent={(to, answer) => {
          setValue(to)
          setSent(answer)
        }}
      />
    </Page>
  )
}

function Give({ kind, onSent }: { kind: ContactKind; onSent(to: string, sent: CodeSent): void }) {
  const { t } = useTexts()
  const asking = useAsk()
  const { problems, check } = useProblems(asking, { email: 'email', phone: 'phone' })
  const [typed, setTyped] = useState('')
  async function give() {
    const value = typed.trim()
    if (!check(kind === 'email' ? emailProblems(value) : missing('phone', value === ''))) return
    const answer = await asking.ask('contact.give', { body: { kind, value } })
    if (answer) onSent(value, answer)
  }
  return (
    <StepForm
      onSubmit={() => void give()}
      action={t('login:contact.send')}
      asking={asking}
      problems={problems}
      beside={<HaveCode onPress={() => onSent('', sentBefore())} />}
    >
      {kind === 'email' ? (
        <EmailField
          hint={t('login:contact.newEmail')}
          value={typed}
          onChange={setTyped}
          problem={problems.of('email')}
        />
      ) : (
        <PhoneField
          label={t('login:contact.newPhone')}
          hint={t('login:contact.phoneHint')}
          value={typed}
          onChange={setTyped}
          problem={problems.of('phone')}
        />
      )}
    </StepForm>
  )
}

function Confirm({ kind, device, onDone }: { kind: ContactKind; device: DeviceView; onDone(): void }) {
  const { t } = useTexts()
  const asking = useAsk()
  return (
    <ProvedForm
      asking={asking}
      device={device}
      purpose="contact"
      action={t('login:contact.confirm')}
      first={{ id: 'code', digits: 6, label: t('apply:code.label'), hint: t('apply:code.hint') }}
      detail={() => kind}
      onTyped={async ({ first: code, secret, proof }) => {
        if (await asking.ask('contact.confirm', { body: { kind, code, secret, proof } })) onDone()
      }}
    />
  )
}
