import { useRef } from 'react'
import { useTexts } from '../../core/use-texts.ts'
import { cleanLine } from '../../core/mrz-lines.ts'
import { ActionButton } from '../../../design/components/buttons.tsx'

interface Position {
  line: number
  column: number
}

interface MrzEditorProps {
  lines: string[]
  width: number
  onChange(lines: string[]): void
  /** Positions to look at, shown by a mark under the character and reached by a button. */
  doubtful?: Position[]
  corrected?: Position[]
  autoFocus?: boolean
}

/**
 * The lines of the MRZ, one field each. Typing replaces the character at the caret, so that a line keeps its length; a
 * ruler below marks what is doubtful (?) and what was corrected (^).
 */
export function MrzEditor({
  lines,
  width,
  onChange,
  doubtful = [],
  corrected = [],
  autoFocus = false,
}: MrzEditorProps) {
  const { t } = useTexts()
  const fields = useRef<(HTMLInputElement | null)[]>([])
  const visited = useRef(-1)

  function change(line: number, typed: string) {
    const text = cleanLine(typed, width)
    onChange(lines.map((old, index) => (index === line ? text : old)))
    if (text.length === width && lines[line]!.length < width) fields.current[line + 1]?.focus()
  }
  function showNext() {
    visited.current = (visited.current + 1) % doubtful.length
    const { line, column } = doubtful[visited.current]!
    fields.current[line]?.focus()
    fields.current[line]?.setSelectionRange(column, column + 1)
  }

  return (
    <div className="mrz-editor stack">
      {lines.map((text, line) => (
        <label key={line} className="mrz-line">
          <span className="spread">
            <span className="label">{t('document:line', { number: line + 1 })}</span>
            <span className="soft small">{t('document:characters', { count: text.length, width })}</span>
          </span>
          <span className="mrz-cells" data-width={width}>
            <input
              ref={(element) => {
                fields.current[line] = element
              }}
              className="mono"
              value={text}
              autoFocus={autoFocus && line === 0}
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              onChange={(event) => change(line, event.target.value)}
              onKeyDown={overtype}
            />
            <span className="mono ruler" aria-hidden="true">
              {ruler(line, width, doubtful, corrected)}
            </span>
          </span>
        </label>
      ))}
      {doubtful.length > 0 && (
        <div className="row">
          <ActionButton icon="forward" onPress={showNext}>
            {t('document:showDoubtful', { count: doubtful.length })}
          </ActionButton>
        </div>
      )}
    </div>
  )
}

/** Selects the character at the caret of a full line before a key replaces it. */
function overtype(event: React.KeyboardEvent<HTMLInputElement>) {
  const field = event.currentTarget
  const { selectionStart: at, selectionEnd: end, value } = field
  const plain = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey
  if (plain && at !== null && at === end && at < value.length) field.setSelectionRange(at, at + 1)
}

function ruler(line: number, width: number, doubtful: Position[], corrected: Position[]): string {
  const marks = Array.from({ length: width }, () => '\u00a0')
  for (const place of corrected) if (place.line === line) marks[place.column] = '^'
  for (const place of doubtful) if (place.line === line) marks[place.column] = '?'
  return marks.join('')
}
