import { useState, type FormEvent } from 'react'
import { useTexts } from '../core/use-texts.ts'
import { parseReference } from '../../contract/reference.ts'
import { ActionButton, NextButton } from '../../design/components/buttons.tsx'
import { FailureLine } from '../components/layout/failure-panel.tsx'
import { PageLayout } from '../components/layout/page-layout.tsx'
import { Icon } from '../../design/components/icon.tsx'
import { Notice } from '../../design/components/notice.tsx'
import { QrScanner } from '../components/document/qr-scanner.tsx'
import { TextEntry } from '../../design/components/text-entry.tsx'
import { HelpButton } from '../components/layout/help-button.tsx'
import { useIntent, useRequest, useUiState } from '../core/context.tsx'
import { useTimes } from '../core/use-times.ts'
import { sayDay } from '../../texts/say-time.ts'
import { Appointments, nextVisit } from './home-appointments.tsx'
import { Drafts } from './home-drafts.tsx'
import { Specimens } from './home-specimens.tsx'
import { NextVisitor } from './next-visitor.tsx'
import { Thumbprint } from './register.tsx'

const wholeLength = 10

/** What the check character says of the reference while it is typed. */
function stateOfReference(typed: string): 'empty' | 'short' | 'wrong' | 'right' {
  const length = typed.replace(/[\s-]/g, '').length
  if (length === 0) return 'empty'
  if (parseReference(typed).ok) return 'right'
  return length < wholeLength ? 'short' : 'wrong'
}

/** A code may hold a link that ends with the reference. */
const lastPart = (text: string) =>
  text
    .trim()
    .split(/[/?#=]/)
    .pop() ?? ''

/** Home: one thing, the citizen's reference; below it what can be taken up again. */
export function Home() {
  const { t } = useTexts()
  const { sayClock, dayOf } = useTimes()
  const { run, pending, failure } = useIntent()
  const status = useUiState((state) => state.status)!
  const [typed, setTyped] = useState('')
  const [scanning, setScanning] = useState(false)
  const judgement = stateOfReference(typed)
  const tablet = status.kind === 'tablet'
  const appointments = useRequest('appointment.list', {})
  const next = tablet && typed === '' ? nextVisit(appointments.data, status.today, dayOf) : undefined

  function open(reference: string) {
    void run('session.open', { reference })
  }
  const ask = (
    <div key="ask" className="stack loose">
      <ReferenceForm typed={typed} onType={setTyped} onOpen={open} onScan={() => setScanning(true)} focused={!tablet} />
      {!tablet && <FailureLine failure={failure} />}
      {!tablet && status.training && <NextVisitor onReference={setTyped} />}
    </div>
  )
  const beside = (
    <aside key="beside" className="stack loose" aria-label={t('home:beside')}>
      {tablet && <Appointments appointments={appointments} onOpen={open} />}
      <Drafts />
      {tablet && status.training && <NextVisitor onReference={setTyped} />}
      {status.training && <Specimens onReference={setTyped} />}
    </aside>
  )

  return (
    <PageLayout
      title={t(tablet ? 'home:titleVisits' : 'home:title')}
      lead={t(tablet ? 'home:leadVisits' : 'home:lead')}
      aside={<HelpButton />}
      next={
        next ? (
          <NextButton pending={pending} onPress={() => open(next.reference)}>
            {t('home:startVisitAt', { time: sayClock(next.startsAt) })}
          </NextButton>
        ) : (
          <NextButton disabled={judgement !== 'right'} pending={pending} onPress={() => open(typed)}>
            {t('home:open')}
          </NextButton>
        )
      }
    >
      <SetupNotices />
      {tablet && <FailureLine failure={failure} />}
      <div className={tablet ? 'home visits' : 'home'}>{tablet ? [beside, ask] : [ask, beside]}</div>
      {scanning && (
        <QrScanner
          onClose={() => setScanning(false)}
          onText={(text) => {
            const found = parseReference(lastPart(text))
            if (!found.ok) return false
            setScanning(false)
            setTyped(found.reference)
            open(found.reference)
            return true
          }}
        />
      )}
    </PageLayout>
  )
}

interface ReferenceFormProps {
  typed: string
  onType(typed: string): void
  onOpen(reference: string): void
  onScan(): void
  focused: boolean
}

function ReferenceForm({ typed, onType, onOpen, onScan, focused }: ReferenceFormProps) {
  const { t } = useTexts()
  const judgement = stateOfReference(typed)
  function submit(event: FormEvent) {
    event.preventDefault()
    if (judgement === 'right') onOpen(typed)
  }
  return (
    <form className="ask" onSubmit={submit}>
      <TextEntry
        label={t('home:reference')}
        hint={t('home:referenceHint')}
        value={typed}
        onChange={onType}
        maxLength={20}
        className="reference"
        autoFocus={focused}
      />
      <p className={`check-line is-${judgement}`} role="status">
        <Icon name={judgement === 'right' ? 'check' : judgement === 'wrong' ? 'failure' : 'info'} size={20} />
        {t(`home:judgement.${judgement}`)}
      </p>
      <div>
        <ActionButton icon="scan" onPress={onScan}>
          {t('home:scan')}
        </ActionButton>
      </div>
    </form>
  )
}

/** A version that has to be installed by a day, or that day is over. */
function UpdateNotice() {
  const { t, language } = useTexts()
  const update = useUiState((state) => state.status)!.update
  if (update === null) return null
  const { version, deadline, isOver } = update
  return (
    <Notice tone={isOver ? 'bad' : 'attention'}>
      <p>
        {isOver
          ? t('home:update.over', { version })
          : t('home:update.due', { version, day: sayDay(deadline, language) })}
      </p>
    </Notice>
  )
}

/** What the station still lacks, and a training about to lapse. */
function SetupNotices() {
  const { t } = useTexts()
  const status = useUiState((state) => state.status)!
  const days = status.operator?.trainingDaysLeft ?? 0
  return (
    <>
      {status.setup === 'registration_needed' && (
        <Notice tone="attention">
          <strong>{t('home:unregistered')}</strong>
          <p>{t('home:unregisteredText')}</p>
        </Notice>
      )}
      {status.standing !== 'ordinary' && (
        <Notice tone="attention">
          <strong>{t(`home:standing.${status.standing}.title`)}</strong>
          <p>{t(`home:standing.${status.standing}.text`)}</p>
        </Notice>
      )}
      <UpdateNotice />
      {status.setup === 'activation_pending' && (
        <Notice tone="attention">
          <strong>{t('access:activationTitle')}</strong>
          <p>{t('access:activationLead')}</p>
          <Thumbprint />
        </Notice>
      )}
      <TrustNotice />
      {days <= 30 && (
        <Notice tone={days > 0 ? 'attention' : 'bad'}>
          <p>{days > 0 ? t('home:trainingSoon', { count: days }) : t('home:trainingOver')}</p>
        </Notice>
      )}
    </>
  )
}

/** Without anchors, or with those of long ago, no chip can be proved: said before a citizen stands there. */
function TrustNotice() {
  const { t } = useTexts()
  const { anchors, specimensRefused, outdated } = useUiState((state) => state.status!.trust)
  const said = anchors === 0 ? 'Empty' : outdated ? 'Outdated' : null
  return (
    <>
      {said !== null && (
        <Notice tone={said === 'Empty' ? 'bad' : 'attention'}>
          <strong>{t(`home:trust${said}`)}</strong>
          <p>{t(`home:trust${said}Text`)}</p>
        </Notice>
      )}
      {specimensRefused > 0 && (
        <Notice tone="attention">
          <p>{t('home:trustSpecimens', { count: specimensRefused })}</p>
        </Notice>
      )}
    </>
  )
}
