import { useTexts } from '../../core/use-texts.ts'
import { Button, Menu, MenuItem, MenuTrigger, Popover, Separator } from 'react-aria-components'
import type { OperatorView } from '../../../contract/operator.ts'
import { useUi } from '../../core/context.tsx'
import type { Place } from '../../core/store.ts'
import { Icon, type IconName } from '../../../design/components/icon.tsx'

const places: { place: Place; icon: IconName; manager: boolean }[] = [
  { place: 'counter', icon: 'home', manager: false },
  { place: 'queue', icon: 'queue', manager: false },
  { place: 'log', icon: 'chart', manager: true },
  { place: 'operators', icon: 'people', manager: true },
  { place: 'trust', icon: 'shield', manager: true },
  { place: 'settings', icon: 'settings', manager: false },
]

/** Where the operator can go, and the ways out. During a session only locking and leaving remain. */
export function OperatorMenu({ operator, busy }: { operator: OperatorView; busy: boolean }) {
  const { t } = useTexts()
  const { store, client } = useUi()
  const shown = busy ? [] : places.filter(({ manager }) => !manager || operator.role === 'manager')
  const actions: Record<string, () => void> = {
    lock: () => void client.request('operator.lock', {}).catch(() => null),
    logout: () => void client.request('operator.logout', {}).catch(() => null),
    changePin: () => store.setState({ sheet: 'changePin' }),
  }
  function choose(key: string) {
    if (actions[key]) actions[key]()
    else store.setState({ place: key as Place })
  }
  return (
    <MenuTrigger>
      <Button className="lamp" aria-label={t('frame:menu', { name: operator.displayName })}>
        <Icon name="person" size={20} />
        <span className="who">{operator.displayName}</span>
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu onAction={(key) => choose(String(key))} aria-label={t('frame:menuTitle')}>
          {shown.map(({ place, icon }) => (
            <MenuItem key={place} id={place} className="menu-item">
              <Icon name={icon} />
              {t(`frame:place.${place}`)}
            </MenuItem>
          ))}
          {shown.length > 0 && <Separator className="menu-line" />}
          <MenuItem id="changePin" className="menu-item">
            <Icon name="keyboard" />
            {t('frame:changePin')}
          </MenuItem>
          <MenuItem id="lock" className="menu-item">
            <Icon name="lock" />
            {t('frame:lock')}
          </MenuItem>
          <MenuItem id="logout" className="menu-item">
            <Icon name="leave" />
            {t('frame:logout')}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
