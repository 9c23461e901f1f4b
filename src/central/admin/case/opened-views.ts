import type { FailureCode } from '../../../contract/failure.ts'
import { sayKnown, textsIn } from '../../../texts/texts-in.ts'
import { differs, type ComparedCheck } from '../../adjudication/compare-verdicts.ts'
import { html, type Html } from '../html.ts'
import { drawTime, type View } from '../page.ts'
import { say, sayReason, type Word } from '../texts.ts'
import { sayCheck, sayVerdict, sayWhy } from './case-texts.ts'
import type { OpenedPacket } from './open-packet-of.ts'
import { drawSmallTable } from '../draw-parts.ts'

/** The packet that was opened for this page, or why it does not open. */
export type OpenedPart = { packetId: string; result: OpenedPacket | FailureCode }

/** A station's verdicts beside central's own, differences marked; releases with their words; what the clerk answered. */
export function drawOpened(view: View, { result }: OpenedPart): Html {
  const { language } = view.session
  const t = textsIn(language)
  if (typeof result === 'string')
    return html`<p class="notice bad">${t('admin-case:cannotOpen', { reason: sayReason(result, language) })}</p>`
  const reasons = result.now.reasons.map((code) => sayReason(code, language)).join(', ')
  return html`<h3>${t('admin-case:verdicts')}</h3>
    <p>
      ${t(`admin-case:evidence.${result.evidence}`)}. ${t('admin-case:judgedNow')}
      <strong>${say(result.now.state as Word, language)}</strong>${reasons === '' ? null : ` (${reasons})`}
    </p>
    ${result.verdicts === null ? html`<p class="soft">${t('admin-case:old')}</p>` : drawVerdicts(view, result.verdicts)}
    ${drawReleases(view, result)} ${drawAnswers(view, result)}
    <p class="soft">${t('admin-case:versions', { software: result.softwareVersion, policy: result.policyVersion })}</p>`
}

function drawVerdicts(view: View, { chip, fields, eligibility, gates }: NonNullable<OpenedPacket['verdicts']>): Html {
  const t = textsIn(view.session.language)
  const all = [...chip.flat(), ...fields, ...eligibility, ...gates]
  const count = all.filter(differs).length
  const told = count === 0 ? t('admin-case:noDifference') : t('admin-case:differences', { count })
  // Gates that both leave open say nothing that the checks above do not.
  const shut = gates.filter(({ station, central }) => station !== 'open' || central !== 'open')
  return html`<p class="${count === 0 ? 'soft' : 'notice bad'}">${told}</p>
    ${chip.map((read, i) => drawCompared(view, t('admin-case:group.chip', { n: i + 1 }), 'verdict', read))}
    ${drawCompared(view, t('admin-case:group.fields'), 'match', fields)}
    ${drawCompared(view, t('admin-case:group.eligibility'), 'verdict', eligibility)}
    ${drawCompared(view, t('admin-case:group.gates'), 'gate', shut)}`
}

function drawCompared(view: View, title: string, kind: 'gate' | 'verdict' | 'match', checks: ComparedCheck[]): Html {
  if (checks.length === 0) return html``
  const { language } = view.session
  const t = textsIn(language)
  const mark = html`<span class="badge bad">${t('admin-case:differs')}</span>`
  return html`<h4>${title}</h4>
    ${drawSmallTable(
      title,
      [t('admin-case:check'), t('admin-case:station'), t('admin-case:central'), t('admin-case:why')],
      checks.map((one) => [
        sayCheck(one.name, language),
        sayVerdict(kind, one.station, language),
        html`${sayVerdict(kind, one.central, language)} ${differs(one) ? mark : null}`,
        sayWhy(one.reason, language),
      ]),
      (row) => differs(checks[row]!),
    )}`
}

function drawReleases(view: View, { releases }: OpenedPacket): Html | null {
  if (releases.length === 0) return null
  const { language } = view.session
  const t = textsIn(language)
  return html`<h4>${t('admin-case:releases')}</h4>
    <ul>
      ${releases.map(
        ({ gate, managerId: manager, reason, text, givenAt, signatureValid }) =>
          html`<li>
            ${t('admin-case:releaseOf', { gate: sayCheck(gate, language), manager, reason: t(`words:overrideReason.${reason}`) })}
            ${drawTime(view, givenAt)}<br />${t('admin-case:quoted', { text })}<br />
            <span class="badge ${signatureValid ? 'good' : 'bad'}"
              >${t(signatureValid ? 'admin-case:signatureGood' : 'admin-case:signatureBad')}</span
            >
          </li>`,
      )}
    </ul>`
}

/** What the clerk saw: features of the document, the face; and what had to be tried again. */
function drawAnswers(view: View, { inspection, person, faults }: OpenedPacket): Html {
  const { language } = view.session
  const t = textsIn(language)
  const features = person.differing.map((feature) => t(`person:feature.${feature}`)).join(', ')
  const rows: [string, string][] = [
    ...inspection.map(({ featureId, answer }): [string, string] => [
      sayKnown(t, `features:${featureId}.title`, featureId),
      t(`inspection:answer.${answer}`),
    ]),
    [
      t('admin-case:group.person'),
      [
        person.judgement === null ? t('admin-case:silent') : t(`person:${person.judgement}`),
        ...(features === '' ? [] : [t('admin-case:seen', { list: features })]),
      ].join(', '),
    ],
    ...faults.map(({ code, times }): [string, string] => [
      t('admin-case:faults'),
      t('admin-case:times', { code: sayWhy(code, language), n: times }),
    ]),
  ]
  return html`<h4>${t('admin-case:group.inspection')}</h4>
    ${drawSmallTable(t('admin-case:group.inspection'), [t('admin-case:check'), t('admin-case:station')], rows)}`
}
