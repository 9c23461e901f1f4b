import { useState } from 'react'
import { useTexts } from '../core/use-texts.ts'
import { Switch } from 'react-aria-components'
import { ActionButton } from '../../design/components/buttons.tsx'
import { FailureLine } from '../components/layout/failure-panel.tsx'
import { Notice } from '../../design/components/notice.tsx'
import { OfficeLayout } from '../components/layout/office-layout.tsx'
import { Segments } from '../../design/components/segments.tsx'
import { TextEntry } from '../../design/components/text-entry.tsx'
import { choose, chooseLanguage } from '../core/choices.ts'
import { useIntent, useUi, useUiState } from '../core/context.tsx'
import { Thumbprint } from './register.tsx'
import { RotateKey } from '../components/people/rotate-key.tsx'
import { startDownload } from '../core/download.ts'
import { testCamera } from '../core/test-camera.ts'

/** This screen's own choices, and for a manager the station's identity and its proofs. */
export function SettingsScreen() {
  const { t } = useTexts()
  const manager = useUiState((state) => state.status?.operator?.role === 'manager')
  return (
    <OfficeLayout title={t('settings:title')}>
      <div className="settings">
        <Choices />
        {manager && <Station />}
        {manager && <Proofs />}
        <Support />
        <About />
      </div>
    </OfficeLayout>
  )
}

function Choices() {
  const { t, language } = useTexts()
  const { store, client } = useUi()
  const { theme, sound } = useUiState((state) => state.preferences)
  return (
    <section className="panel stack" aria-labelledby="choices">
      <h2 id="choices">{t('settings:choices')}</h2>
      <div className="spread">
        <span className="label">{t('settings:language')}</span>
        <Segments
          label={t('settings:language')}
          value={language}
          onChange={(language) => {
            chooseLanguage(store, language)
            void client.request('operator.setLanguage', { language }).catch(() => null)
          }}
          options={[
            { value: 'fr', label: 'Français' },
            { value: 'en', label: 'English' },
          ]}
        />
      </div>
      <div className="spread">
        <span className="label">{t('settings:theme')}</span>
        <Segments
          label={t('settings:theme')}
          value={theme}
          onChange={(next) => choose(store, { theme: next })}
          options={(['system', 'light', 'dark'] as const).map((value) => ({
            value,
            label: t(`settings:themes.${value}`),
          }))}
        />
      </div>
      <Switch className="switch" isSelected={sound} onChange={(on) => choose(store, { sound: on })}>
        <span className="track" />
        <span className="label">{t('settings:sound')}</span>
      </Switch>
    </section>
  )
}

function Station() {
  const { t } = useTexts()
  const { run, pending, failure } = useIntent()
  const status = useUiState((state) => state.status!)
  const [oneTime, setOneTime] = useState('')
  const [rotating, setRotating] = useState(false)
  return (
    <section className="panel stack" aria-labelledby="station">
      <h2 id="station">{t('settings:station')}</h2>
      <p>{status.stationId ? t('settings:stationId', { id: status.stationId }) : t('settings:unregistered')}</p>
      {(status.setup === 'registration_needed' || status.standing !== 'ordinary') && (
        <div className="stack">
          <TextEntry
            label={t('settings:code')}
            hint={t('settings:codeHint')}
            value={oneTime}
            onChange={setOneTime}
            maxLength={64}
            className="mono"
          />
          <div>
            <ActionButton
              kind="primary"
              disabled={oneTime.trim().length < 8}
              pending={pending}
              onPress={() => void run('station.register', { code: oneTime.trim() })}
            >
              {t('settings:register')}
            </ActionButton>
          </div>
        </div>
      )}
      {status.setup === 'ready' && (
        <div>
          <ActionButton onPress={() => setRotating(true)}>{t('settings:rotate')}</ActionButton>
          {rotating && <RotateKey onClose={() => setRotating(false)} />}
        </div>
      )}
      {status.thumbprint && (
        <Notice>
          <p>{t('settings:thumbprint')}</p>
          <Thumbprint />
        </Notice>
      )}
      <FailureLine failure={failure} />
    </section>
  )
}

function Support() {
  const { t } = useTexts()
  const { run, pending, failure } = useIntent()
  async function save() {
    const file = await run('support.report', { camera: await testCamera() })
    if (file) startDownload(file.downloadUrl, file.fileName)
  }
  return (
    <section className="panel stack" aria-labelledby="support">
      <h2 id="support">{t('settings:support')}</h2>
      <p className="soft">{t('settings:supportLead')}</p>
      <div>
        <ActionButton icon="download" pending={pending} onPress={() => void save()}>
          {t('settings:supportReport')}
        </ActionButton>
      </div>
      <FailureLine failure={failure} />
    </section>
  )
}

function Proofs() {
  const { t } = useTexts()
  const { run, pending, failure } = useIntent()
  const [verdict, setVerdict] = useState<{ ok: boolean; records: number; firstBroken: number | null } | null>(null)
  async function save() {
    const file = await run('audit.export', {})
    if (file) startDownload(file.downloadUrl, file.fileName)
  }
  return (
    <section className="panel stack" aria-labelledby="proofs">
      <h2 id="proofs">{t('settings:audit')}</h2>
      <p className="soft">{t('settings:auditLead')}</p>
      <div className="row">
        <ActionButton
          icon="shield"
          pending={pending}
          onPress={() => void run('audit.verify', {}).then((answer) => setVerdict(answer ?? null))}
        >
          {t('settings:verify')}
        </ActionButton>
        <ActionButton icon="download" pending={pending} onPress={() => void save()}>
          {t('settings:exportAudit')}
        </ActionButton>
      </div>
      {verdict && (
        <Notice tone={verdict.ok ? 'good' : 'bad'}>
          <p>
            {verdict.ok
              ? t('settings:auditWhole', { count: verdict.records })
              : t('settings:auditBroken', { number: verdict.firstBroken })}
          </p>
        </Notice>
      )}
      <FailureLine failure={failure} />
    </section>
  )
}

function About() {
  const { t } = useTexts()
  const status = useUiState((state) => state.status!)
  const policy = useUiState((state) => state.policy)
  const rows: [key: 'version' | 'branch' | 'reader' | 'policy' | 'mode', value: string][] = [
    ['version', status.version],
    ['branch', status.branchName],
    ['reader', status.reader.name ?? t(`layout:readerState.${status.reader.state}`)],
    ['policy', policy ? `${policy.version} (${policy.effectiveFrom})` : String(status.policyVersion)],
    ['mode', t(status.training ? 'settings:modeTraining' : 'settings:modeReal')],
  ]
  return (
    <section className="panel stack" aria-labelledby="about">
      <h2 id="about">{t('settings:about')}</h2>
      <dl className="rows">
        {rows.map(([key, value]) => (
          <div key={key}>
            <dt>{t(`settings:row.${key}`)}</dt>
            <dd className="value">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
