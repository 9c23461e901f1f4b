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

/** A button; while `pending` it keeps its place and its focus but does nothing. */
export function ActionButton(props: ActionButtonProps) {
  const { onPress, children, icon, kind = 'plain', disabled = false, pending = false, className = '', label } = props
  return (
    <Button
      {...(label ? { 'aria-label': label } : {})}
      className={`button ${kind} ${className}`}
      onPress={onPress}
      isDisabled={disabled}
      isPending={pending}
    >
      {icon && <Icon name={icon} />}
      {children !== undefined && <span>{children}</span>}
    </Button>
  )
}

export const nextActionId = 'next-action'

/** The one next action of the screen, always in the same place; Enter presses it from anywhere that has no use for Enter. */
export function NextButton(props: Omit<ActionButtonProps, 'icon' | 'className'>) {
  const { onPress, children, kind = 'primary', disabled = false, pending = false } = props
  return (
    <Button
      id={nextActionId}
      className={`button next ${kind}`}
      onPress={onPress}
      isDisabled={disabled}
      isPending={pending}
    >
      {children}
    </Button>
  )
}
