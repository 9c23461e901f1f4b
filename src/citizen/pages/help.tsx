import { useTexts } from '../core/context.tsx'
import { pages } from '../core/routes.ts'
import { Link, Page } from '../components/page.tsx'

const topics = ['noPhone', 'noComputer', 'forgotten', 'lostDevice', 'notYou', 'wrongData'] as const

/** Who has no smartphone, or lost something, is told what they can do: no way ends here (R33, R41). */
export function HelpPage() {
  const { t } = useTexts()
  return (
    <Page title={t('apply:help.title')} lead={t('apply:help.lead')} back={pages.welcome}>
      {topics.map((topic) => (
        <section key={topic} className="panel stack tight" aria-labelledby={topic}>
          <h2 id={topic}>{t(`apply:help.${topic}.title`)}</h2>
          <p>{t(`apply:help.${topic}.text`)}</p>
          {topic === 'forgotten' && (
            <p>
              <Link to={pages.reset} text={t('login:reset.link')} icon="forward" />
            </p>
          )}
        </section>
      ))}
      <p>
        <Link to={pages.status} text={t('apply:foot.status')} icon="forward" />
      </p>
    </Page>
  )
}
