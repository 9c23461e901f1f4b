import { sayKnown } from '../../../texts/texts-in.ts'
import { useTexts } from '../../core/use-texts.ts'
import type { Session } from '../../../contract/session.ts'
import { applicationRows, chipRows, documentRows, clerkRows, type FileRow } from '../../core/file-rows.ts'
import { sayDay } from '../../../texts/say-time.ts'
import { Mark } from '../../../design/components/mark.tsx'

/** What is known so far, row by row; every row is there from the start, so that nothing moves when data arrive. */
export function FilePanel({ session }: { session: Session }) {
  const { t } = useTexts()
  const sealed = session.sealed !== null
  const sections: { key: 'application' | 'document' | 'chip' | 'judgement'; rows: FileRow[] }[] = [
    { key: 'application', rows: applicationRows(session) },
    { key: 'document', rows: documentRows(session) },
    { key: 'chip', rows: chipRows(session) },
    { key: 'judgement', rows: clerkRows(session) },
  ]
  // Sealing wipes what was read: rows without anything left would look as if they had never been done.
  const shown = sealed
    ? sections.map(({ key, rows }) => ({ key, rows: rows.filter(remains) })).filter(({ rows }) => rows.length > 0)
    : sections
  return (
    <>
      {shown.map(({ key, rows }) => (
        <section key={key} aria-label={t(`words:fileSection.${key}`)}>
          <h2 className="file-title">{t(`words:fileSection.${key}`)}</h2>
          <dl className="rows">
            {rows.map((row) => (
              <Row key={row.key} row={row} />
            ))}
          </dl>
        </section>
      ))}
      {sealed && <p className="soft small wiped">{t('layout:wiped')}</p>}
    </>
  )
}

const remains = ({ value, mark }: FileRow) => (mark ? mark.tone !== 'open' : value !== null)

function Row({ row }: { row: FileRow }) {
  const { t, language } = useTexts()
  const { label, value, kind, mark } = row
  const say = {
    text: (text: string) => text,
    documentType: (type: string) => sayKnown(t, `documents:${type}.name`, type),
    date: (date: string) => sayDay(date, language, 'short'),
  }
  return (
    <div>
      <dt>{t(label)}</dt>
      {!mark && <dd className="value">{value === null ? '—' : say[kind](value)}</dd>}
      {mark && (
        <dd className="mark-cell">
          <Mark tone={mark.tone}>{t(mark.word)}</Mark>
        </dd>
      )}
    </div>
  )
}
