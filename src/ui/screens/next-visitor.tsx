import { ActionButton } from '../../design/components/buttons.tsx'
import { FailureLine } from '../components/layout/failure-panel.tsx'
import { useIntent } from '../core/context.tsx'
import { useTexts } from '../core/use-texts.ts'

/** Training: citizens who come one by one, and of whom nobody at the kiosk knows what they hide. */
export function NextVisitor({ onReference }: { onReference(reference: string): void }) {
  const { t } = useTexts()
  const { run, pending, failure } = useIntent()
  async function call() {
    const visitor = await run('training.nextVisitor', {})
    if (visitor !== undefined) onReference(visitor.reference)
  }
  return (
    <section className="card next-visitor" aria-labelledby="next-visitor">
      <h2 id="next-visitor">{t('practice:title')}</h2>
      <div className="spread">
        <p className="soft small">{t('practice:lead')}</p>
        <ActionButton icon="person" pending={pending} onPress={() => void call()}>
          {t('practice:next')}
        </ActionButton>
      </div>
      <FailureLine failure={failure} />
    </section>
  )
}
