import type { FieldProblem } from '../../contract/identity/application.ts'

/** The element of a field or, where it has none of its own, of the nearest field that holds it: `address.lines` of `address`. */
export function elementOf(field: string, ids: Record<string, string>): string | null {
  for (let name = field; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('.')))) {
    const id = ids[name]
    if (id) return id
  }
  return null
}

/** One problem a field: the first says enough. Those of fields of other pages come last, on this page's first element. */
export function placeProblems(
  problems: readonly FieldProblem[],
  ids: Record<string, string>,
): [string, FieldProblem][] {
  const placed = new Map<string, FieldProblem>()
  const [first = 'main'] = Object.values(ids)
  for (const problem of problems) {
    const id = elementOf(problem.field, ids) ?? first
    if (!placed.has(id)) placed.set(id, problem)
  }
  return [...placed]
}
