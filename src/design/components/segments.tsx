import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import { Icon, type IconName } from './icon.tsx'

export interface Segment<T extends string> {
  value: T
  label: string
  icon?: IconName
}

interface SegmentsProps<T extends string> {
  label: string
  value: T | null
  onChange(value: NoInfer<T>): void
  options: Segment<NoInfer<T>>[]
}

/** One choice of a few, side by side. */
export function Segments<T extends string>({ label, value, onChange, options }: SegmentsProps<T>) {
  return (
    <ToggleButtonGroup
      className="segments"
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection={value !== null}
      selectedKeys={value === null ? [] : [value]}
      onSelectionChange={(keys) => {
        const [chosen] = keys
        if (chosen !== undefined) onChange(chosen as T)
      }}
    >
      {options.map((option) => (
        <ToggleButton key={option.value} id={option.value} className="segment">
          {option.icon && <Icon name={option.icon} size={20} />}
          {option.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
}
