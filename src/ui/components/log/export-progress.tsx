import { useEffect } from 'react'
import { useTexts } from '../../core/use-texts.ts'
import { ProgressBar } from 'react-aria-components'
import { useIntent, useUi, useUiState } from '../../core/context.tsx'
import { startDownload } from '../../core/download.ts'
import { ActionButton } from '../../../design/components/buttons.tsx'
import { FailureLine } from '../layout/failure-panel.tsx'

/** An export under way: rows done of rows in all, and a way to stop it. A finished one downloads by itself, once. */
export function ExportProgressView() {
  const { t } = useTexts()
  const { store } = useUi()
  const { run, pending } = useIntent()
  const progress = useUiState((state) => state.exportProgress)
  useEffect(() => {
    if (progress?.state !== 'done' || !progress.downloadUrl) return
    startDownload(progress.downloadUrl, progress.fileName ?? '')
    store.setState({ exportProgress: { ...progress, downloadUrl: null } })
  }, [progress, store])
  if (!progress) return null
  const { state, rowsDone, rowsTotal, fileName, exportId } = progress
  const percent = rowsTotal === 0 ? 0 : Math.round((rowsDone / rowsTotal) * 100)
  if (state === 'failed') return <FailureLine failure={progress.code} />
  return (
    <section className="panel export" aria-label={t('log:exporting')}>
      <div className="spread">
        <strong role="status">
          {state === 'done' ? t('log:exported', { fileName }) : t(`log:exportState.${state}`)}
        </strong>
        <span className="soft">{t('log:rowsDone', { done: rowsDone, total: rowsTotal })}</span>
        {state === 'running' && (
          <ActionButton pending={pending} onPress={() => void run('dailyLog.cancelExport', { exportId })}>
            {t('log:cancelExport')}
          </ActionButton>
        )}
      </div>
      <ProgressBar value={percent} aria-label={t('log:exporting')}>
        <div className="meter">
          <div className="fill" style={{ width: `${percent}%` }} />
        </div>
      </ProgressBar>
    </section>
  )
}
