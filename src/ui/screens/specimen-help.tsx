import { useState } from 'react'
import { useTexts } from '../core/use-texts.ts'
import { ActionButton } from '../../design/components/buttons.tsx'
import { readMrzPicture } from '../../camera/mrz-reader.ts'
import { useRequest, useSession, useUi, useUiState } from '../core/context.tsx'
import type { CaptureProps } from './capture-props.ts'

type Props = Pick<CaptureProps, 'onCapture' | 'onFailed'>

/** Training without a camera: the specimen's drawn page goes through the same reading as a photograph. */
export function SpecimenHelp(props: Props) {
  const training = useUiState((state) => state.status?.training ?? false)
  return training ? <Help {...props} /> : null
}

function Help({ onCapture, onFailed }: Props) {
  const { t, language } = useTexts()
  const { client } = useUi()
  const reference = useSession().application?.reference
  const { data } = useRequest('training.specimens', { language: language })
  const [reading, setReading] = useState(false)
  const specimen = data?.find((item) => item.reference === reference)
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
