import { useTexts } from '../core/context.tsx'

const rows = ['contact', 'declared', 'image', 'number', 'evidence', 'result', 'account'] as const

/** What is kept, where and how long: the same on the consent's page and on its own. */
export function KeptTable() {
  const { t } = useTexts()
  return (
    <dl className="facts kept">
      {rows.map((row) => (
        <div key={row}>
          <dt>{t(`apply:kept.${row}.what`)}</dt>
          <dd>{t(`apply:kept.${row}.long`)}</dd>
        </div>
      ))}
    </dl>
  )
}
