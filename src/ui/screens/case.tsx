import type { ReactNode } from 'react'
import type { CaseView } from '../../contract/daily-log.ts'
import { ActionButton, NextButton } from '../../design/components/buttons.tsx'
import { Folded } from '../../design/components/folded.tsx'
import { Mark } from '../../design/components/mark.tsx'
import { sayKnown } from '../../texts/texts-in.ts'
import { FailureLine } from '../components/layout/failure-panel.tsx'
import { OfficeLayout } from '../components/layout/office-layout.tsx'
import { useIntent, useRequest, useUi, useUiState } from '../core/context.tsx'
import { startDownload } from '../core/download.ts'
import { sayDuration } from '../core/format.ts'
import { standingOf } from '../core/packet-standing.ts'
import { useTexts } from '../core/use-texts.ts'
import { useTimes } from '../core/use-times.ts'

/** One sealed result: all that this kiosk still knows of it, where it is on its way, and its receipt once more. */
export function CaseScreen() {
  const { t, language } = useTexts()
  const { store } = useUi()
  const open = useUiState((state) => state.openCase)
  const changes = useUiState((state) => state.queueChanges)
  const packetId = open?.packetId ?? ''
  const { data, code, reload } = useRequest('dailyLog.case', { packetId }, changes)
  const intent = useIntent()
  const from = open?.from === 'log' ? 'log' : 'queue'
  async function print() {
    const file = await intent.run('dailyLog.receipt', { packetId, language })
    if (file) startDownload(file.downloadUrl, file.fileName)
  }
  return (
    <OfficeLayout
      title={
        data && !data.row
          ? t('case-view:titleElsewhere')
          : t('case-view:title', { reference: data?.row?.reference ?? '' })
      }
      lead={t(data && !data.row ? 'case-view:elsewhere' : 'case-view:lead')}
      back={{ label: t(`case-view:back.${from}`), go: () => store.setState({ page: from, openCase: null }) }}
      next={
        data?.row && (
          <NextButton pending={intent.pending} onPress={() => void print()}>
            {t('case-view:print')}
          </NextButton>
        )
      }
    >
      <FailureLine failure={code ?? intent.failure} />
      {data && (
        <div className="case-page">
          <Outcome view={data} />
          <Sending view={data}>
            {data.state === 'parked' && (
              <ActionButton
                pending={intent.pending}
                onPress={() => void intent.run('queue.retry', { packetId }).then(reload)}
              >
                {t('case-view:retry')}
              </ActionButton>
            )}
          </Sending>
          <Checks view={data} />
        </div>
      )}
    </OfficeLayout>
  )
}

function Facts({ title, facts, children }: { title: string; facts: [string, ReactNode][]; children?: ReactNode }) {
  return (
    <section className="panel stack" aria-label={title}>
      <h2>{title}</h2>
      <dl className="rows facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="value">{value}</dd>
          </div>
        ))}
      </dl>
      {children}
    </section>
  )
}

/** What was sealed, who sealed it, and who released what. */
function Outcome({ view }: { view: CaseView }) {
  const { t } = useTexts()
  const { sayTime } = useTimes()
  const { row, packetId, sealedAt, overrides } = view
  const facts: [string, ReactNode][] = row
    ? [
        [t('case-view:outcome'), t(`words:outcome.${row.outcome}`)],
        ...(row.reasons.length > 0
          ? [[t('case-view:reasons'), row.reasons.map((reason) => t(`reasons:${reason}.title`)).join(', ')] as const]
          : []
        ).map(([label, value]): [string, ReactNode] => [label, value]),
        [t('case-view:operator'), row.operatorName],
        [t('case-view:document'), row.documentType ? t(`documents:${row.documentType}.name`) : '—'],
        [t('case-view:channel'), t(`words:channel.${row.channel}`)],
        [t('case-view:sealedAt'), sayTime(sealedAt)],
        [t('case-view:duration'), sayDuration(row.durationSeconds)],
      ]
    : [[t('case-view:sealedAt'), sayTime(sealedAt)]]
  return (
    <Facts
      title={t('case-view:outcome')}
      facts={[...facts, [t('case-view:packet'), <span className="mono small">{packetId}</span>]]}
    >
      {row?.provisional && <p className="tag">{t('log:provisional')}</p>}
      {overrides.map(({ gate, managerName, reason, givenAt }) => (
        <p key={gate}>
          <Mark tone="attention">{t('case-view:released')}</Mark>{' '}
          {t('case-view:overridden', {
            gate: t(`failures:${gate}.title`),
            manager: managerName,
            time: sayTime(givenAt),
            reason: t(`words:overrideReason.${reason}`),
          })}
        </p>
      ))}
    </Facts>
  )
}

/** Where it is on its way to central, and what holds it up. */
function Sending({ view, children }: { view: CaseView; children: ReactNode }) {
  const { t } = useTexts()
  const { sayTime } = useTimes()
  const { tone, word } = standingOf(view)
  const { code, attempts, nextAttemptAt, receivedAt, centralDecision } = view
  const facts: [string, ReactNode][] = [
    [t('case-view:state'), <Mark tone={tone}>{t(word)}</Mark>],
    [t('case-view:attempts'), String(attempts)],
    [t('case-view:receivedAt'), receivedAt ? sayTime(receivedAt) : '—'],
    [t('case-view:central'), centralDecision ? t(`words:central.${centralDecision}`) : t('case-view:undecided')],
  ]
  if (nextAttemptAt) facts.splice(2, 0, [t('case-view:nextAttempt'), sayTime(nextAttemptAt)])
  return (
    <Facts title={t('case-view:sending')} facts={facts}>
      {code && (
        <p>
          <strong>{t(`failures:${code}.title`)}</strong> {t(`failures:${code}.remedy`)}
        </p>
      )}
      {children}
    </Facts>
  )
}

const groups = ['chip', 'match', 'eligibility', 'inspection'] as const
const wordsOf = {
  chip: { name: 'chip:check', verdict: 'words:verdict' },
  match: { name: 'words:field', verdict: 'words:match' },
  eligibility: { name: 'comparison:rule', verdict: 'words:verdict' },
  inspection: { name: 'features', verdict: 'inspection:answer' },
} as const

/** How every check ended, group by group: verdicts are all that is kept. */
function Checks({ view }: { view: CaseView }) {
  const { t } = useTexts()
  if (view.checks.length === 0) return null
  return (
    <section className="panel stack wide-panel" aria-labelledby="checks">
      <h2 id="checks">{t('case-view:checks')}</h2>
      {groups.map((group) => {
        const checks = view.checks.filter((check) => check.group === group)
        const { name: names, verdict: verdicts } = wordsOf[group]
        return checks.length === 0 ? null : (
          <Folded key={group} title={t(`case-view:group.${group}`)}>
            <dl className="rows facts">
              {checks.map(({ name, verdict }) => (
                <div key={name}>
                  <dt>{sayKnown(t, `${names}.${name}`, sayKnown(t, `${names}:${name}.title`, name))}</dt>
                  <dd className="value">{sayKnown(t, `${verdicts}.${verdict}`, verdict)}</dd>
                </div>
              ))}
            </dl>
          </Folded>
        )
      })}
    </section>
  )
}
