import type { Session } from '../../contract/session.ts'
import { useTexts } from './use-texts.ts'

/** What an approval waits for, in a sentence or two: checks that central settles, and what a person there looks at. */
export function useOpenChecks(): (open: Pick<Session, 'deferred' | 'reviews'>) => string {
  const { t } = useTexts()
  return ({ deferred, reviews }) => {
    const checks = deferred.map((check) => t(`words:deferred.${check}`)).join(', ')
    const reasons = reviews.map((reason) => t(`central-reasons:${reason}`)).join(', ')
    return [
      ...(deferred.length > 0 ? [t('layout:provisionalText', { checks })] : []),
      ...(reviews.length > 0 ? [t('layout:provisionalReview', { reasons })] : []),
    ].join(' ')
  }
}
