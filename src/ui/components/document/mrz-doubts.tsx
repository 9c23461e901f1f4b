import { useTexts } from '../../core/use-texts.ts'
import type { MrzReading, MrzUncertain } from '../../../contract/mrz.ts'
import type { SessionDocument } from '../../../contract/session.ts'
import { Notice } from '../../../design/components/notice.tsx'
import { linesAsRead } from '../../core/mrz-lines.ts'

type Corrections = SessionDocument['corrections']

/** What was changed: each line as it was read beside the line as it is proposed, and every change in words. */
export function MrzChanges({ lines, corrections }: { lines: string[]; corrections: Corrections }) {
  const { t } = useTexts()
  if (corrections.length === 0) return null
  const read = linesAsRead(lines, corrections)
  return (
    <Notice tone="attention">
      <p>{t('document:corrected', { count: corrections.length })}</p>
      {lines.map(
        (line, index) =>
          read[index] !== line && (
            <dl key={index} className="rows mrz-beside">
              <div>
                <dt>{t('document:read')}</dt>
                <dd className="mono value">{read[index]}</dd>
              </div>
              <div>
                <dt>{t('document:proposed')}</dt>
                <dd className="mono value">{line}</dd>
              </div>
            </dl>
          ),
      )}
      <ul>
        {corrections.map(({ line, column, from, to, by }) => (
          <li key={`${line}.${column}`}>
            {t(`document:correction.${by}`, { line: line + 1, column: column + 1, from, to })}
          </li>
        ))}
      </ul>
    </Notice>
  )
}

/** Why characters are doubtful, where the recogniser can tell, and what the document does in its own way. */
export function MrzDoubts({ uncertain, reading }: { uncertain: MrzUncertain[]; reading: MrzReading | null }) {
  const { t } = useTexts()
  const whys = [...new Set(uncertain.flatMap(({ why }) => (why && why !== 'proposed' ? [why] : [])))]
  const notes = reading?.notes ?? []
  const disagrees = reading?.checks.some(({ ok }) => !ok) ?? false
  if (whys.length + notes.length === 0 && !disagrees) return null
  return (
    <Notice tone={whys.length > 0 || disagrees ? 'attention' : 'plain'}>
      <ul>
        {disagrees && <li>{t('document:disagrees')}</li>}
        {whys.map((why) => (
          <li key={why}>{t(`document:doubt.${why}`)}</li>
        ))}
        {notes.map(({ code }) => (
          <li key={code}>{t(`document:note.${code}`)}</li>
        ))}
      </ul>
    </Notice>
  )
}
