import { useEffect } from 'react'
import { useTexts } from '../core/use-texts.ts'
import { ActionButton } from '../../design/components/buttons.tsx'
import { Exercise } from './exercise.tsx'
import { Instructor } from './instructor.tsx'
import { useRequest, useUi } from '../core/context.tsx'

/** Training mode: the shelf of made-up citizens, each with what it teaches. */
export function Specimens({ onReference }: { onReference(reference: string): void }) {
  const { t, language } = useTexts()
  const { client } = useUi()
  // The last citizen has taken their document back; with a real reader the kiosk has none to take away.
  useEffect(() => void client.request('training.present', { key: null }).catch(() => null), [client])
  const { data } = useRequest('training.specimens', { language: language })
  if (!data) return null
  return (
    <section className="stack" aria-labelledby="specimens">
      <div className="stack tight">
        <h2 id="specimens">{t('home:specimens')}</h2>
        <p className="soft">{t('home:specimensLead')}</p>
      </div>
      <Instructor />
      <Exercise onReference={onReference} />
      <ul className="shelf">
        {data.map((item) => (
          <li key={item.key} className="card">
            <strong>{item.title}</strong>
            <p className="soft small">{item.teaches}</p>
            <div className="spread">
              <span className="mono">{item.reference}</span>
              <ActionButton onPress={() => onReference(item.reference)}>{t('home:take')}</ActionButton>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
