import type { Language } from '../../contract/identity.ts'
import { sayKnown, textsIn } from '../../texts/texts-in.ts'
import type { MailKind } from '../database/tables.ts'
import { sayDayOf } from '../../texts/say-time.ts'

export type LetterFacts = {
  kind: Exclude<MailKind, 'letter'>
  language: Language
  reference: string
  /** Codes of the decision. */
  reasons: readonly string[]
  /** Until when it can be contested, or the application lives; null where neither is said. */
  until: Date | null
  contestDays: number
  /** Address of the page, or words, where a citizen is heard. */
  contestAt: string
}
export type Letter = { subject: string; text: string; html: string }

/** Letters about a decision that can be contested. */
const contestable = new Set<MailKind>(['not_accepted', 'suspended', 'contest_upheld'])

/** Letters that say why, and what to do. */
const explained = new Set<MailKind>(['not_accepted', 'suspended'])

/** The words of one letter, as text and as HTML: the reference and nothing else of the citizen's (R21). */
export function writeLetter(facts: LetterFacts): Letter {
  const say = textsIn(facts.language)
  const until = facts.until === null ? '' : sayDayOf(facts.until, facts.language)
  const gaps = { reference: facts.reference, until, days: facts.contestDays, where: facts.contestAt }
  const reasons = explained.has(facts.kind) ? facts.reasons : []
  const known = reasons.filter((code) => sayKnown(say, `reasons:${code}.title`, '') !== '')
  const paragraphs = [
    say('mail:greeting'),
    say('mail:about', gaps),
    say(`mail:${facts.kind}.lead`, gaps),
    ...known.map((code) => say('mail:why', { reason: sayKnown(say, `reasons:${code}.title`, code) })),
    ...known.map((code) => say('mail:next', { next: sayKnown(say, `reasons:${code}.next`, '') })),
    ...(contestable.has(facts.kind) && facts.until !== null ? [say('mail:contest', gaps)] : []),
    ...(facts.kind === 'accepted' ? [say('mail:notYou', gaps)] : []),
    say('mail:closing'),
  ]
  const subject = say(`mail:${facts.kind}.subject`)
  return { subject, text: `${paragraphs.join('\n\n')}\n`, html: asHtml(facts.language, subject, paragraphs) }
}

/** A letter's paragraphs as a page that every mail program shows. */
export function asHtml(language: Language, title: string, paragraphs: readonly string[]): string {
  const body = paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`).join('\n')
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>
<body style="font: 18px/1.5 sans-serif; max-width: 36em; margin: 1em auto; padding: 0 1em">
<h1 style="font-size: 1.3em">${escapeHtml(title)}</h1>
${body}
</body></html>
`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
