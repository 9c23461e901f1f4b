import { useEffect, useRef, type RefObject } from 'react'
import { useTexts } from '../../core/use-texts.ts'
import { Button } from 'react-aria-components'
import { Icon } from '../../../design/components/icon.tsx'

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const
const longestPin = 12
const usualPin = 6

/** Digits typed while no field has the focus belong to the PIN: nobody should have to aim first. */
function useStrayDigits(pad: RefObject<HTMLElement | null>, receive: (digit: string) => void) {
  const latest = useRef(receive)
  useEffect(() => {
    latest.current = receive
  })
  useEffect(() => {
    const listen = ({ key, target, ctrlKey, metaKey, altKey }: KeyboardEvent) => {
      // Over the page another person types their PIN: it is not for the pad below.
      const over = document.querySelector('[role="dialog"], [role="alertdialog"]')
      if (over && !over.contains(pad.current)) return
      const inField = (target as Element).closest('input, textarea, [role="listbox"]')
      if (/^\d$/.test(key) && !inField && !ctrlKey && !metaKey && !altKey) latest.current(key)
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [pad])
}

interface PinPadProps {
  label: string
  value: string
  onChange(pin: string): void
  compact?: boolean
}

/** A PIN by touch pad or by keyboard: the row of dots is a password field for numerals. */
export function PinPad({ label, value, onChange, compact = false }: PinPadProps) {
  const { t } = useTexts()
  const set = (pin: string) => onChange(pin.replace(/\D/g, '').slice(0, longestPin))
  const pad = useRef<HTMLDivElement>(null)
  useStrayDigits(pad, (digit) => set(value + digit))
  /** The caret cannot be seen: digits go to the end, wherever it stands. */
  function appendDigit(event: React.KeyboardEvent) {
    if (!/^\d$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    set(value + event.key)
  }
  return (
    <div ref={pad} className={compact ? 'pin compact' : 'pin'}>
      <label className="stack tight">
        <span className="label">{label}</span>
        <span className="dots" aria-hidden="true">
          {Array.from({ length: Math.max(usualPin, value.length) }, (_, index) => (
            <span key={index} className={index < value.length ? 'dot set' : 'dot'} />
          ))}
        </span>
        <input
          className="pin-input"
          type="password"
          inputMode="numeric"
          autoComplete="off"
          aria-label={label}
          value={value}
          onKeyDown={appendDigit}
          onChange={(event) => set(event.target.value)}
        />
      </label>
      <div className="keys" role="group" aria-label={t('common:pinKeys')}>
        {keys.map((key) => (
          <Button key={key} className="button" onPress={() => set(value + key)} excludeFromTabOrder>
            {key}
          </Button>
        ))}
        <Button className="button quiet" onPress={() => set('')} aria-label={t('common:pinClear')} excludeFromTabOrder>
          <Icon name="cross" />
        </Button>
        <Button className="button" onPress={() => set(`${value}0`)} excludeFromTabOrder>
          0
        </Button>
        <Button
          className="button quiet"
          onPress={() => set(value.slice(0, -1))}
          aria-label={t('common:pinErase')}
          excludeFromTabOrder
        >
          <Icon name="erase" />
        </Button>
      </div>
    </div>
  )
}
