import { citizenApiPath, citizenFiles } from '../../contract/identity/endpoints.ts'
import { useTexts } from '../core/context.tsx'
import { ActionButton } from '../../design/components/buttons.tsx'
import { Icon } from '../../design/components/icon.tsx'

/** What is shown at the counter: the reference, large, and as a QR code; to print or to keep as PDF. */
export function ReferenceCard({ reference }: { reference: string }) {
  const { t } = useTexts()
  return (
    <section className="panel reference-card" aria-labelledby="reference">
      <div className="stack">
        <h2 id="reference">{t('apply:reference.title')}</h2>
        <p className="reference mono">{reference}</p>
        <p>{t('apply:reference.lead')}</p>
        <div className="row no-print">
          <a className="button" href={`${citizenApiPath}${citizenFiles.referencePdf}`} download>
            <Icon name="download" />
            <span>{t('apply:reference.pdf')}</span>
          </a>
          <ActionButton icon="print" kind="quiet" onPress={() => print()}>
            {t('apply:reference.print')}
          </ActionButton>
        </div>
      </div>
      <img
        className="qr"
        src={`${citizenApiPath}${citizenFiles.referenceSvg}`}
        alt={t('apply:reference.qr')}
        width="200"
        height="200"
      />
    </section>
  )
}
