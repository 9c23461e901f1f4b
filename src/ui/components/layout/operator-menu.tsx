import { useTexts } from '../../core/use-texts.ts'
import { Button, Menu, MenuItem, MenuTrigger, Popover, Separator } from 'react-aria-components'
import type { Concern } from '../../../contract/decision.ts'
import type { OperatorView } from '../../../contract/operator.ts'
import { openCitizenWindow } from '../../core/citizen-channel.ts'
import { useUi } from '../../core/context.tsx'
import type { Page } from '../../core/store.ts'
import { Icon, type IconName } from '../../../design/components/icon.tsx'

const pages: { page: Exclude<Page, 'case'>; icon: IconName; manager: boolean }[] = [
  { page: 'counter', icon: 'home', manager: false },
  { page: 'queue', icon: 'queue', manager: false },
  { page: 'figures', icon: 'person', manager: false },
  { page: 'log', icon: 'chart', manager: true },
  { page: 'operators', icon: 'people', manager: true },
  { page: 'trust', icon: 'shield', manager: true },
  { page: 'equipment', icon: 'reader', manager: false },
  { page: 'settings', icon: 'settings', manager: false },
]

/**
 * What the clerk tells central alone while somebody watches: the words say nothing, and nothing on the screen changes. Training says what
 * they stand for.
 */
const remarks = ['none', 'suspicion', 'duress'] as const
const concernOf: Record<(typeof remarks)[number], Concern | null> = {
  none: null,
  suspicion: 'suspicion',
  duress: 'duress',
}

/** Where the operator can go, and the ways out. During a session only locking and leaving remain. */
export function OperatorMenu({ operator, busy }: { operator: OperatorView; busy: boolean }) {
  const { t } = useTexts()
  const { store, client } = useUi()
  const shown = busy ? [] : pages.filter(({ manager }) => !manager || operator.role === 'manager')
  const actions: Record<string, () => void> = {
    lock: () => void client.request('operator.lock', {}).catch(() => null),
    logout: () => void client.request('operator.logout', {}).catch(() => null),
    citizenScreen: openCitizenWindow,
    changePin: () => store.setState({ sheet: 'changePin' }),
  }
  function choose(key: string) {
    const remark = remarks.find((one) => key === `remark:${one}`)
    if (remark) void client.request('session.noteConcern', { concern: concernOf[remark] }).catch(() => null)
    else if (actions[key]) actions[key]()
    else store.setState({ page: key as Page })
  }
  return (
    <MenuTrigger>
      <Button className="lamp" aria-label={t('layout:menu', { name: operator.displayName })}>
        <Icon name="person" size={20} />
        <span className="who">{operator.displayName}</span>
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu onAction={(key) => choose(String(key))} aria-label={t('layout:menuTitle')}>
          {shown.map(({ page, icon }) => (
            <MenuItem key={page} id={page} className="menu-item">
              <Icon name={icon} />
              {t(`layout:page.${page}`)}
            </MenuItem>
          ))}
          {shown.length > 0 && <Separator className="menu-line" />}
          {busy &&
            remarks.map((remark) => (
              <MenuItem key={remark} id={`remark:${remark}`} className="menu-item">
                <Icon name="info" />
                {t(`layout:remark.${remark}`)}
              </MenuItem>
            ))}
          <MenuItem id="citizenScreen" className="menu-item">
            <Icon name="face" />
            {t('layout:citizenScreen')}
          </MenuItem>
          <MenuItem id="changePin" className="menu-item">
            <Icon name="keyboard" />
            {t('layout:changePin')}
          </MenuItem>
          <MenuItem id="lock" className="menu-item">
            <Icon name="lock" />
            {t('layout:lock')}
          </MenuItem>
          <MenuItem id="logout" className="menu-item">
            <Icon name="leave" />
            {t('layout:logout')}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
