import { useTexts } from '../../core/use-texts.ts'
import { DocumentType } from '../../../contract/identity.ts'
import { useUiState } from '../../core/context.tsx'
import { ActionButton } from '../../../design/components/buttons.tsx'
import { HelpContact } from '../layout/help-contact.tsx'
import { FeatureDrawing } from './feature-drawing.tsx'
import { Mark } from '../../../design/components/mark.tsx'

/** Which documents open a digital identity, which do not, and until when they count: one card each. */
export function DocumentHelp({ onClose }: { onClose(): void }) {
  const { t } = useTexts()
  const years = useUiState(({ policy }) => policy?.minimumPermitYears)
  return (
    <>
      <ul className="help-cards">
        {DocumentType.options.map((type) => (
          <li key={type} className="card">
            {type !== 'other' && <FeatureDrawing featureId={`document_${type}`} />}
            <h3>{t(`documents:${type}.name`)}</h3>
            <Mark tone={type === 'other' ? 'bad' : 'good'}>
              {t(type === 'other' ? 'document:refused' : 'document:accepted')}
            </Mark>
            <p>{t(`documents:${type}.rule`, { years })}</p>
            <p className="soft small">{t(`documents:${type}.where`)}</p>
          </li>
        ))}
      </ul>
      <HelpContact />
      <div className="ends">
        <ActionButton kind="primary" onPress={onClose}>
          {t('common:close')}
        </ActionButton>
      </div>
    </>
  )
}
