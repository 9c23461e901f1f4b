/** One ground of central's, by its code. */
export type Rule<T> = { code: string; applies: (found: T) => boolean }
export const rule = <T>(code: string, applies: Rule<T>['applies']): Rule<T> => ({ code, applies })

/** Codes of the rules that apply, in the table's order. */
export const codesOf = <T>(rules: readonly Rule<T>[], found: T): string[] =>
  rules.filter(({ applies }) => applies(found)).map(({ code }) => code)
