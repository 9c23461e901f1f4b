import { useTexts } from '../core/context.tsx'
import { pages } from '../core/routes.ts'
import { Link } from './page.tsx'

/** Where a page needs the identity that this device does not carry: says so, and names the three ways to one. */
export function NoDevice() {
  const { t } = useTexts()
  return (
    <>
      <p>{t('login:account.none')}</p>
      <ul className="stack tight">
        <li>
          <Link to={pages.app} text={t('login:locked.action')} />
        </li>
        <li>
          <Link to={pages.status} text={t('login:locked.activate')} />
        </li>
        <li>
          <Link to={pages.help} text={t('login:account.lost')} />
        </li>
      </ul>
    </>
  )
}
