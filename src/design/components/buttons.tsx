import type { ReactNode } from 'react'
import { Button } from 'react-aria-components'
import { Icon, type IconName } from './icon.tsx'

interface ActionButtonProps {
  onPress(): void
  children?: ReactNode
  icon?: IconName
  kind?: 'plain' | 'primary' | 'danger' | 'quiet'
  disabled?: boolean
  pending?: boolean
  className?: string
  /** The accessible name where the visible word is not enough. */
  label?: string
}

const ignorePress = () => {}

/**
 * A button; while `pending` it keeps its place and its focus but does nothing. React-aria's own `isPending` would announce
 * it in a live region that still names the button when the screen has moved on.
 */
export function ActionButton(props: ActionButtonProps) {
  const { onPress, children, icon, kind = 'plain', disabled = false, pending = false, className = '', label } = props
  return (
    <Button
      {...(label ? { 'aria-label': label } : {})}
      className={`button ${kind} ${className}`}
      onPress={pending ? ignorePress : onPress}
      isDisabled={disabled}
      aria-disabled={pending}
    >
      {icon && <Icon name={icon} />}
      {children !== undefined && <span>{children}</span>}
    </Button>
  )
}

export const nextActionId = 'next-action'

/**
 * The one next action of the screen, always in the same place; Enter presses it from anywhere that has no use for Enter. Where it
 * confirms what is to be seen first, `isSeen` says whether it was.
 */
export function NextButton(props: Omit<ActionButtonProps, 'icon' | 'className'> & { isSeen?: () => boolean }) {
  const { onPress, children, kind = 'primary', disabled = false, pending = false, isSeen } = props
  const press = () => {
    if (!pending && (isSeen?.() ?? true)) onPress()
  }
  return (
    <Button
      id={nextActionId}
      className={`button next ${kind}`}
      onPress={press}
      isDisabled={disabled}
      aria-disabled={pending}
    >
      {children}
    </Button>
  )
}
