import { useId } from 'react'
import { TextEntry } from '../../design/components/text-entry.tsx'

interface SearchListProps {
  id: string
  label: string
  hint?: string
  typed: string
  onType(typed: string): void
  /** What was found, the best first; null: nothing was asked yet. */
  found: readonly { key: string; label: string; detail?: string }[] | null
  chosen: string | null
  onChoose(key: string): void
  /** How many, or why none: announced. */
  said: string
  problem?: string | null
  autoComplete?: string
}

/**
 * Type, then choose from what was found: the finds stay on the page as large buttons, so that nothing opens over it or closes by
 * itself (WCAG 3.2.2), at any size.
 */
export function SearchList(props: SearchListProps) {
  const { id, label, hint, typed, onType, found, chosen, onChoose, said, problem, autoComplete } = props
  const list = useId()
  return (
    <div className="stack tight">
      <TextEntry
        id={id}
        label={label}
        {...(hint !== undefined && { hint })}
        value={typed}
        onChange={onType}
        problem={problem ?? null}
        inputMode="search"
        {...(autoComplete !== undefined && { autoComplete })}
      />
      <p role="status" className="hint" id={list}>
        {said}
      </p>
      {found && found.length > 0 && (
        <ul className="choices" aria-labelledby={list}>
          {found.map((one) => (
            <li key={one.key}>
              <button
                type="button"
                className="choice wide"
                aria-pressed={chosen === one.key}
                {...(chosen === one.key && { 'data-selected': true })}
                onClick={() => onChoose(one.key)}
              >
                <span className="text">
                  <span className="strong">{one.label}</span>
                  {one.detail && <span className="small">{one.detail}</span>}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
