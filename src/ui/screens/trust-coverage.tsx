import { Mark } from '../../design/components/mark.tsx'
import type { TrustCoverage } from '../../contract/trust.ts'
import { useTexts } from '../core/use-texts.ts'
import { sayDay } from '../../texts/say-time.ts'

/** A fingerprint in groups of four, as two people read it to each other. */
export function Fingerprint({ hex }: { hex: string }) {
  const { t } = useTexts()
  return (
    <span className="mono small" aria-label={t('trust:fingerprint')}>
      {hex.match(/.{1,4}/g)?.join(' ')}
    </span>
  )
}

/** Which of the accepted documents can be verified with what is loaded, and what to fetch where for the others. */
export function Coverage({ coverage }: { coverage: TrustCoverage[] }) {
  const { t, language } = useTexts()
  return (
    <section className="stack" aria-labelledby="coverage">
      <h2 id="coverage">{t('trust:coverage.title')}</h2>
      <ul className="cards">
        {coverage.map(({ documentType, authority, anchors, missing }) => (
          <li key={documentType} className="card">
            <strong>{t(`documents:${documentType}.name`)}</strong>
            <Mark tone={anchors === 0 ? 'bad' : missing.length > 0 ? 'attention' : 'good'}>
              {t(`trust:coverage.${anchors === 0 ? 'missing' : missing.length > 0 ? 'partly' : 'verifiable'}`, {
                authority,
              })}
            </Mark>
            {missing.map(({ fingerprint, from, to, source, readOn, secondSource }) => (
              <div key={fingerprint} className="stack tight">
                <span className="small">
                  {t('trust:coverage.fetch', {
                    from,
                    to,
                    source: t(`trust:publisher.${source}`),
                    day: sayDay(readOn, language, 'short'),
                  })}{' '}
                  {secondSource === null
                    ? t('trust:coverage.uncompared')
                    : t('trust:coverage.compared', { second: t(`trust:otherPublisher.${secondSource}`) })}
                </span>
                <Fingerprint hex={fingerprint} />
              </div>
            ))}
          </li>
        ))}
      </ul>
    </section>
  )
}
