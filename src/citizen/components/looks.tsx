import { useState } from 'react'
import type { Look } from '../../contract/identity/rights.ts'
import { useTexts } from '../core/context.tsx'
import { sayClock, sayMoment } from '../core/say.ts'
import { ActionButton } from '../../design/components/buttons.tsx'

const firstShown = 10

/** Who looked at what is held of the holder: office, place, time and reason. */
export function Looks({ looks }: { looks: readonly Look[] }) {
  const { t, language } = useTexts()
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? looks : looks.slice(0, firstShown)
  const hidden = looks.length - shown.length
  return (
    <section className="stack tight" aria-labelledby="looks">
      <h2 id="looks">{t('rights:looks.title')}</h2>
      <p className="soft">{t('rights:looks.lead')}</p>
      {looks.length === 0 && <p>{t('rights:looks.none')}</p>}
      <ul className="stack tight">
        {shown.map(({ at, by, office, purpose, seen }, index) => (
          <li key={index} className="panel stack tight">
            <p className="strong">{[t(`rights:by.${by}`), office].filter((part) => part !== null).join(', ')}</p>
            <p>
              {t(`rights:purpose.${purpose}`)}
              {!seen && ` ${t('rights:looks.refused')}`}
            </p>
            <p className="soft">{`${sayMoment(at, language)}, ${sayClock(at, language)}`}</p>
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <div className="row">
          <ActionButton kind="quiet" onPress={() => setWhole(true)}>
            {t('rights:looks.more', { count: hidden })}
          </ActionButton>
        </div>
      )}
    </section>
  )
}
