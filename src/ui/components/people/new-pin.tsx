import { useState } from 'react'
import { ActionButton } from '../../../design/components/buttons.tsx'
import { useTexts } from '../../core/use-texts.ts'
import { PinPad } from './pin-pad.tsx'

/** Digits of a PIN at least; the station says what else makes one too weak. */
export const shortestPin = 6

export interface NewPin {
  pin: string
  setPin(typed: string): void
  /** The repetition is being typed. */
  isRepeating: boolean
  /** As long as the first and another one. */
  differs: boolean
  /** What stands on the pad can be gone on with. */
  ready: boolean
  /** Keeps the first and asks for it again; false when this is the repetition already. */
  askAgain(): boolean
  /** Forgets both. */
  again(): void
}

/** A PIN of one's own, typed twice on one pad. */
export function useNewPin(): NewPin {
  const [pin, setPin] = useState('')
  const [first, setFirst] = useState<string | null>(null)
  const differs = first !== null && pin.length >= first.length && pin !== first
  const start = (kept: string | null) => {
    setFirst(kept)
    setPin('')
  }
  const askAgain = () => {
    if (first !== null) return false
    start(pin)
    return true
  }
  const ready = pin.length >= shortestPin && !differs
  return { pin, setPin, isRepeating: first !== null, differs, ready, askAgain, again: () => start(null) }
}

/** The pad, and under it what a PIN must be or that the two differ. */
export function NewPinPad({ newPin }: { newPin: NewPin }) {
  const { t } = useTexts()
  const { pin, setPin, isRepeating, differs, again } = newPin
  return (
    <>
      <PinPad label={t(isRepeating ? 'access:repeatPin' : 'access:choosePin')} value={pin} onChange={setPin} />
      <p className={differs ? 'problem' : 'hint'} role="status">
        {t(differs ? 'access:pinDiffers' : 'access:pinHint')}
      </p>
      {differs && <ActionButton onPress={again}>{t('access:pinAgain')}</ActionButton>}
    </>
  )
}
