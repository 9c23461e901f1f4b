import type { ReactNode } from 'react'
import { useTexts } from '../../core/use-texts.ts'
import { useUi } from '../../core/context.tsx'
import { ActionButton } from '../../../design/components/buttons.tsx'
import { Frame } from './frame.tsx'
import { HelpButton } from './help-button.tsx'

interface OfficeFrameProps {
  title: string
  lead?: string
  next?: ReactNode
  children: ReactNode
}

/** A back-office page: the same frame, with the way back to the counter at the left end of the bar. */
export function OfficeFrame({ title, lead, next, children }: OfficeFrameProps) {
  const { t } = useTexts()
  const { store } = useUi()
  return (
    <Frame
      title={title}
      lead={lead}
      next={next}
      aside={
        <>
          <ActionButton kind="quiet" icon="back" onPress={() => store.setState({ place: 'counter' })}>
            {t('frame:toCounter')}
          </ActionButton>
          <HelpButton />
        </>
      }
    >
      {children}
    </Frame>
  )
}
