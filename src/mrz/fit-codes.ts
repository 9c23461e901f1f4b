import type { MrzFormat } from '../contract/mrz.ts'
import type { MrzText } from './candidate.ts'
import { lookAlikesOf } from './confusions.ts'
import { layouts, textAt } from '../emrtd/lds/mrz/layouts.ts'
import type { FieldPosition } from '../emrtd/lds/mrz/layouts.ts'
import { isKnownDocumentCode, isKnownState, paddedStates } from '../emrtd/lds/mrz/states.ts'

/** Likelihood of a look-alike that the recogniser did not think of, beside the character it chose. */
const lookAlikeShare = 0.02
/** How much likelier a holder's nationality is the issuer than another state. */
const sameStateFactor = 8
/** A code is taken when it is so much likelier than the next, and not too far from what was seen. */
const leastLead = 4
const leastShare = 0.001
/** A document's kind says whose paper it is at all: it is only taken for another one that the readings thought of so much. */
const leastShareOfKind = 0.05
/** What the clerk must look at: far below any confidence that counts as sure. */
const chosenConfidence = 30

/** How likely `to` stands where a character was read, beside that character. */
function shareAt({ lines, others }: MrzText, line: number, column: number, to: string): number {
  const present = lines[line]!.charAt(column)
  if (to === present) return 1
  const thought = others[line]![column]!.find(({ char }) => char === to)?.share ?? 0
  return Math.max(thought, lookAlikesOf(present).includes(to) ? lookAlikeShare : 0)
}

function likeliestCode(mrz: MrzText, { line, from }: FieldPosition, issuer: string | null): string | null {
  const [best, next] = paddedStates
    .map((code) => ({
      code,
      share: Array.from(code).reduce(
        (product, char, i) => product * shareAt(mrz, line, from + i, char),
        code === issuer ? sameStateFactor : 1,
      ),
    }))
    .sort((a, b) => b.share - a.share)
  return best && next && best.share > leastShare && best.share > leastLead * next.share ? best.code : null
}

function withCode(mrz: MrzText, { line, from, to }: FieldPosition, code: string): MrzText {
  const text = mrz.lines[line]!
  const isChosen = (i: number): boolean => i >= from && i < to && text.charAt(i) !== code.charAt(i - from)
  return {
    ...mrz,
    lines: mrz.lines.map((row, i) => (i === line ? row.slice(0, from) + code + row.slice(to) : row)),
    confidences: mrz.confidences.map((row, l) =>
      l === line ? row.map((confidence, i) => (isChosen(i) ? chosenConfidence : confidence)) : row,
    ),
  }
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
/** Whether some document of a format begins with a letter. */
const isKind = (format: MrzFormat, letter: string): boolean => isKnownDocumentCode(format, `${letter}<`)

/**
 * The first letter of a document code, where no document of the format begins so: the one that readings thought of besides. A
 * code that begins well and goes on strangely, as vehicle papers' does, stays.
 */
function fitKind(mrz: MrzText): MrzText {
  const [position] = layouts[mrz.format].fields.filter(({ field }) => field === 'documentCode')
  if (!position) return mrz
  const code = textAt(mrz.lines, position)
  if (isKind(mrz.format, code.charAt(0))) return mrz
  const [best, next] = Array.from(letters)
    .filter((kind) => isKind(mrz.format, kind))
    .map((kind) => ({ kind, share: shareAt(mrz, position.line, position.from, kind) }))
    .sort((a, b) => b.share - a.share)
  const isLikely = best && best.share >= leastShareOfKind && best.share > leastLead * (next?.share ?? 0)
  return isLikely ? withCode(mrz, position, best.kind + code.slice(1)) : mrz
}

/**
 * Reads an issuer or a nationality that is no code of Doc 9303-3 §5 as the one code that its letters may be. No check digit
 * covers them, so what was chosen stays unsure and is shown to the clerk. So does the letter that says the document's kind.
 */
export function fitCodes(mrz: MrzText): MrzText {
  const positions = layouts[mrz.format].fields.filter(({ field }) => field === 'issuer' || field === 'nationality')
  return positions.reduce((fitted, position) => {
    if (isKnownState(textAt(fitted.lines, position).replace(/<+$/, ''))) return fitted
    const issuer = position.field === 'issuer' ? null : textAt(fitted.lines, positions[0]!)
    const code = likeliestCode(fitted, position, issuer)
    return code === null ? fitted : withCode(fitted, position, code)
  }, fitKind(mrz))
}
