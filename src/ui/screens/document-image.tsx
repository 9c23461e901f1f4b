import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FileTrigger } from 'react-aria-components'
import { Button } from 'react-aria-components'
import { nextActionId } from '../components/buttons.tsx'
import { Icon } from '../components/icon.tsx'
import { StepFrame } from '../components/step-frame.tsx'
import { Waiting } from '../components/waiting.tsx'
import { readMrzFile } from '../camera/mrz-reader.ts'
import type { CaptureProps } from './document.tsx'

/** A scanner's file: read in the worker, never sent anywhere. */
export function DocumentImage({ onCapture, onFailed, modes, problem, pending }: CaptureProps) {
  const { t } = useTranslation()
  const [reading, setReading] = useState(false)

  async function read(file: File | undefined) {
    if (!file) return
    setReading(true)
    const result = await readMrzFile(file)
    setReading(false)
    if ('code' in result) onFailed(result.code)
    else onCapture(result)
  }

  return (
    <StepFrame
      title={t('document:imageTitle')}
      lead={t('document:imageLead')}
      next={
        <FileTrigger acceptedFileTypes={['image/*']} onSelect={(files) => void read(files?.[0])}>
          <Button id={nextActionId} className="button next primary" isPending={reading || pending}>
            {t('document:chooseImage')}
          </Button>
        </FileTrigger>
      }
    >
      {modes}
      <div className="nothing">
        {reading ? <Waiting label={t('document:readingImage')} /> : <Icon name="document" size={56} />}
        <p>{t(reading ? 'document:readingImage' : 'document:imageHint')}</p>
      </div>
      {problem}
    </StepFrame>
  )
}
