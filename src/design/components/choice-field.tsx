import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components'
import { Icon } from './icon.tsx'

interface ChoiceFieldProps<T extends string> {
  label: string
  value: T
  onChange(value: T): void
  options: { value: T; label: string }[]
}

/** One choice of many, from a list that opens. */
export function ChoiceField<T extends string>({ label, value, onChange, options }: ChoiceFieldProps<T>) {
  return (
    <Select className="field" value={value} onChange={(key) => key !== null && onChange(key as T)}>
      <Label className="label">{label}</Label>
      <Button className="select">
        <SelectValue className="grow" />
        <Icon name="forward" size={18} />
      </Button>
      <Popover className="popover">
        <ListBox>
          {options.map((option) => (
            <ListBoxItem key={option.value} id={option.value} className="menu-item">
              {option.label}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  )
}
