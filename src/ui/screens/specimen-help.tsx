import { useState } from 'react'
import { useTexts } from '../core/use-texts.ts'
import { ActionButton } from '../../design/components/buttons.tsx'
import { readMrzPicture } from '../../camera/mrz-reader.ts'
import { useUi, useUiState } from '../core/context.tsx'
import { usePracticeDocument } from '../core/use-practice-document.ts'
import type { CaptureProps } from './capture-props.ts'

type Props = Pick<CaptureProps, 'onCapture' | 'onFailed'>

/** Training without a camera: the specimen's drawn page goes through the same reading as a photograph. */
export function SpecimenHelp(props: Props) {
  const training = useUiState((state) => state.status?.training ?? false)
  return training ? <Help {...props} /> : null
}

function Help({ onCapture, onFailed }: Props) {
  const { t } = useTexts()
  const { client } = useUi()
  const [reading, setReading] = useState(false)
  const specimen = usePracticeDocument()
  if (!specimen) return null

  async function show(key: string) {
    setReading(true)
    const picture = await client.request('training.picture', { key }).catch(() => null)
    const result = picture ? await readMrzPicture(picture.dataUrl) : { code: 'mrz_image_unreadable' as const }
    setReading(false)
    if ('code' in result) onFailed(result.code)
    else onCapture(result)
  }

  return (
    <ActionButton icon="card" pending={reading} onPress={() => void show(specimen.key)}>
      {t('document:showSpecimen')}
    </ActionButton>
  )
}
