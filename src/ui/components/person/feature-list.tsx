import { ToggleButton } from 'react-aria-components'
import { FaceFeature } from '../../../contract/decision.ts'
import { Icon } from '../../../design/components/icon.tsx'
import { useTexts } from '../../core/use-texts.ts'

interface FeatureListProps {
  differing: FaceFeature[]
  onChange(differing: FaceFeature[]): void
}

/** The declared list of features to compare; marked is what differs. */
export function FeatureList({ differing, onChange }: FeatureListProps) {
  const { t } = useTexts()
  return (
    <section className="stack tight" aria-labelledby="features">
      <h2 id="features">{t('person:features')}</h2>
      <p className="soft small">{t('person:featuresLead')}</p>
      <div className="face-features">
        {FaceFeature.options.map((feature) => (
          <ToggleButton
            key={feature}
            className="choice"
            isSelected={differing.includes(feature)}
            onChange={(on) => onChange(on ? [...differing, feature] : differing.filter((other) => other !== feature))}
          >
            <span className="tick">{differing.includes(feature) && <Icon name="cross" size={16} />}</span>
            <span className="text">{t(`person:feature.${feature}`)}</span>
          </ToggleButton>
        ))}
      </div>
    </section>
  )
}
