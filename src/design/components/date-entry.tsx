import { useState } from 'react'
import { TextEntry } from './text-entry.tsx'

interface DateEntryProps {
  label: string
  /** ISO date. */
  value: string
  onChange(value: string): void
  /** Said of a day that does not exist. */
  wrongText: string
}

const shown = (iso: string) => iso.split('-').reverse().join('/')

/** The ISO date of `21/11/2026` (`.`, `-` or spaces will do); null when it is no day of the calendar. */
export function readDay(typed: string): string | null {
  const [, day, month, year] = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/.exec(typed.trim()) ?? []
  if (!day || !month || !year) return null
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const date = new Date(`${iso}T00:00:00Z`)
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso ? null : iso
}

/** A day, typed as people write it here; the browser's own field would follow the machine's country instead. */
export function DateEntry({ label, value, onChange, wrongText }: DateEntryProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const wrong = typed !== null && readDay(typed) === null
  function change(text: string) {
    const iso = readDay(text)
    setTyped(iso === value ? null : text)
    if (iso !== null) onChange(iso)
  }
  return (
    <TextEntry
      label={label}
      value={typed !== null && readDay(typed) !== value ? typed : shown(value)}
      onChange={change}
      inputMode="numeric"
      maxLength={10}
      problem={wrong && typed.length === 10 ? wrongText : null}
    />
  )
}
