import { useState } from 'react'
import { useTexts } from '../core/use-texts.ts'
import { NextButton } from '../../design/components/buttons.tsx'
import { Icon } from '../../design/components/icon.tsx'
import { StepLayout } from '../components/layout/step-layout.tsx'
import { Waiting } from '../../design/components/waiting.tsx'
import { readMrzFile } from '../../camera/mrz-reader.ts'
import { chooseFile } from '../core/choose-file.ts'
import type { CaptureProps } from './capture-props.ts'

/** A scanner's file: read in the worker, never sent anywhere. */
export function DocumentImage({ onCapture, onFailed, modes, problem, pending }: CaptureProps) {
  const { t } = useTexts()
  const [reading, setReading] = useState(false)

  async function read(file: File) {
    setReading(true)
    const result = await readMrzFile(file)
    setReading(false)
    if ('code' in result) onFailed(result.code)
    else onCapture(result)
  }

  return (
    <StepLayout
      title={t('document:imageTitle')}
      lead={t('document:imageLead')}
      next={
        <NextButton
          pending={reading || pending}
          onPress={() => chooseFile((file) => void read(file), 'image/jpeg,image/png,image/bmp')}
        >
          {t('document:chooseImage')}
        </NextButton>
      }
    >
      {modes}
      <div className="nothing">
        {reading ? <Waiting label={t('document:readingImage')} /> : <Icon name="document" size={56} />}
        <p>{t(reading ? 'document:readingImage' : 'document:imageHint')}</p>
      </div>
      {problem}
    </StepLayout>
  )
}
