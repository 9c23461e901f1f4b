import { useEffect } from 'react'
import { useUi } from './context.tsx'
import { addToast } from './store.ts'
import { useTexts } from './use-texts.ts'

/** Says where a file was stored, in a shell that stores files without a dialog. */
export function useDownloadToasts(): void {
  const { client, store } = useUi()
  const { t } = useTexts()
  useEffect(
    () =>
      client.on('download.ended', ({ fileName, folder }) => {
        if (folder === null) addToast(store, 'bad', t('common:download.failed', { fileName }))
        else addToast(store, 'good', t('common:download.stored', { fileName, folder }))
      }),
    [client, store, t],
  )
}
