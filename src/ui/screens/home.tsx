import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { parseReference } from '../../contract/reference.ts'
import { ActionButton, NextButton } from '../components/buttons.tsx'
import { FailureLine } from '../components/failure-panel.tsx'
import { Frame } from '../components/frame.tsx'
import { Icon } from '../components/icon.tsx'
import { Notice } from '../components/notice.tsx'
import { QrScanner } from '../components/qr-scanner.tsx'
import { TextEntry } from '../components/text-entry.tsx'
import { HelpButton } from '../components/help-button.tsx'
import { useIntent, useUiState } from '../core/context.tsx'
import { Appointments } from './home-appointments.tsx'
import { Drafts } from './home-drafts.tsx'
import { Specimens } from './home-specimens.tsx'

const wholeLength = 10

/** What the check character says of the reference while it is typed. */
function judgeReference(typed: string): 'empty' | 'short' | 'wrong' | 'right' {
  const length = typed.replace(/[\s-]/g, '').length
  if (length === 0) return 'empty'
  if (parseReference(typed).ok) return 'right'
  return length < wholeLength ? 'short' : 'wrong'
}

/** Home: one thing, the citizen's reference; below it what can be taken up again. */
export function Home() {
  const { t } = useTranslation()
  const { run, pending, code } = useIntent()
  const status = useUiState((state) => state.status)!
  const [typed, setTyped] = useState('')
  const [scanning, setScanning] = useState(false)
  const judgement = judgeReference(typed)
  const tablet = status.kind === 'tablet'

  function open(reference: string) {
    void run('session.open', { reference })
  }
  function submit(event: FormEvent) {
    event.preventDefault()
    if (judgement === 'right') open(typed)
  }

  return (
    <Frame
      title={t(tablet ? 'home:titleVisits' : 'home:title')}
      lead={t(tablet ? 'home:leadVisits' : 'home:lead')}
      aside={<HelpButton />}
      next={
        <NextButton disabled={judgement !== 'right'} pending={pending} onPress={() => open(typed)}>
          {t('home:open')}
        </NextButton>
      }
    >
      <SetupNotices />
      <div className={tablet ? 'home visits' : 'home'}>
        <div className="stack loose">
          <form className="ask" onSubmit={submit}>
            <TextEntry
              label={t('home:reference')}
              hint={t('home:referenceHint')}
              value={typed}
              onChange={setTyped}
              maxLength={20}
              className="reference"
              autoFocus
            />
            <p className={`check-line is-${judgement}`} role="status">
              <Icon name={judgement === 'right' ? 'check' : judgement === 'wrong' ? 'failure' : 'info'} size={20} />
              {t(`home:judgement.${judgement}`)}
            </p>
            <div>
              <ActionButton icon="scan" onPress={() => setScanning(true)}>
                {t('home:scan')}
              </ActionButton>
            </div>
          </form>
          <FailureLine code={code} />
        </div>
        <aside className="stack loose" aria-label={t('home:beside')}>
          {tablet && <Appointments onOpen={open} />}
          <Drafts />
          {status.training && <Specimens onReference={setTyped} />}
        </aside>
      </div>
      {scanning && (
        <QrScanner
          onClose={() => setScanning(false)}
          onText={(text) => {
            const found = parseReference(
              text
                .trim()
                .split(/[/?#=]/)
                .pop() ?? '',
            )
            if (!found.ok) return false
            setScanning(false)
            setTyped(found.reference)
            open(found.reference)
            return true
          }}
        />
      )}
    </Frame>
  )
}

/** What the station still lacks, and a training about to lapse. */
function SetupNotices() {
  const { t } = useTranslation()
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
      {days <= 30 && (
        <Notice tone={days > 0 ? 'attention' : 'bad'}>
          <p>{days > 0 ? t('home:trainingSoon', { count: days }) : t('home:trainingOver')}</p>
        </Notice>
      )}
    </>
  )
}
