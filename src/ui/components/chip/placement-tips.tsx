import { Folded } from '../../../design/components/folded.tsx'
import { useTexts } from '../../core/use-texts.ts'

const tips = ['cover', 'lay', 'still', 'alone'] as const

/** What to try when the reader finds no chip: how to hold this kind of document, in the order that helps soonest. */
export function PlacementTips({ passport }: { passport: boolean }) {
  const { t } = useTexts()
  return (
    <Folded title={t('chip:placement.title')}>
      <ol className="tips">
        {tips.map((tip) => (
          <li key={tip}>{t(`chip:placement.${passport ? 'passport' : 'card'}.${tip}`)}</li>
        ))}
      </ol>
    </Folded>
  )
}
