import { useEffect, useState } from 'react'
import { useTexts } from '../../core/use-texts.ts'
import { sayKnown } from '../../../texts/texts-in.ts'
import { ProgressBar } from 'react-aria-components'
import type { SessionChip } from '../../../contract/session.ts'
import { sayBytes } from '../../core/format.ts'
import { Mark, type Tone } from '../../../design/components/mark.tsx'

type FileState = SessionChip['files'][number]['state']
const tones: Record<FileState, Tone> = { ahead: 'open', reading: 'open', read: 'good', absent: 'open', failed: 'bad' }
const stages = ['connect', 'access', 'files', 'verify'] as const

/** A chip that was given wrong passwords answers only after up to a minute: before long it is said. */
const longWaitMs = 6_000

/** Says, once the opening has taken long, that the chip must be making everybody wait. */
function LongWait() {
  const { t } = useTexts()
  const [isLong, setLong] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), longWaitMs)
    return () => clearTimeout(timer)
  }, [])
  return isLong ? (
    <p className="soft" role="status">
      {t('chip:longWait')}
    </p>
  ) : null
}

/** Real progress: the stage, the file, its bytes. */
export function ChipProgressView({ chip }: { chip: SessionChip }) {
  const { t, language } = useTexts()
  const { progress } = chip
  const stage = progress ? stages.indexOf(progress.stage) : -1
  const share = progress?.bytesTotal ? Math.min(1, progress.bytesRead / progress.bytesTotal) : 0
  const overall = progress
    ? Math.round(((stage + (progress.stage === 'files' ? share : 0.3)) / stages.length) * 100)
    : 0
  const said = progress ? t(`chip:stage.${progress.stage}`) : t('chip:stage.idle')
  return (
    <section className="stack tight" aria-label={t('chip:progress')}>
      <ProgressBar value={overall} aria-label={said}>
        <div className="meter">
          <div className="fill" style={{ width: `${overall}%` }} />
        </div>
      </ProgressBar>
      <div className="spread chip-said">
        <strong role="status">{said}</strong>
        <span className="soft">
          {progress?.file && sayKnown(t, `chip:file.${progress.file}`, progress.file)}
          {progress?.bytesTotal
            ? ` · ${sayBytes(progress.bytesRead, language)} / ${sayBytes(progress.bytesTotal, language)}`
            : ''}
        </span>
      </div>
      {progress?.stage === 'access' && <LongWait />}
      <ul className="files">
        {chip.files.map(({ file, state }) => (
          <li key={file} className={state}>
            <span>{sayKnown(t, `chip:file.${file}`, file)}</span>
            <Mark tone={tones[state]}>{t(`chip:fileState.${state}`)}</Mark>
          </li>
        ))}
      </ul>
    </section>
  )
}
