import type { DeviceView } from '../../contract/identity/device.ts'
import { Notice } from '../../design/components/notice.tsx'
import { useTexts } from '../core/context.tsx'
import { pages } from '../core/routes.ts'
import { Link } from './page.tsx'

/** An identity that is not active: how it stands, and the page on which that is put right. */
export function OutOfUse({ account }: Pick<DeviceView, 'account'>) {
  const { t } = useTexts()
  const state = lower(account)
  return (
    <>
      <Notice tone="bad">
        <strong>{t(`login:account.state.${state}`)}</strong>
        <p>{t(`login:account.remedy.${state}`)}</p>
      </Notice>
      <p>
        {account === 'LOCKED' ? (
          <Link to={pages.reset} text={t('login:reset.link')} icon="forward" />
        ) : (
          <Link to={pages.status} text={t('apply:foot.status')} icon="forward" />
        )}
      </p>
    </>
  )
}

export const lower = (state: DeviceView['account']) => state.toLowerCase() as Lowercase<DeviceView['account']>
