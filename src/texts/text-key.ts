import type { FailureCode, FailureText } from '../contract/failure.ts'
import type { english } from './english.ts'
import type { french } from './french.ts'

/** `{count}` decides between `_one`, `_many` and `_other`; the key names none of them. */
type WithoutPlural<Key extends string> = Key extends `${infer Stem}_${'one' | 'many' | 'other'}` ? Stem : Key
type PathsIn<Texts> = {
  [Key in keyof Texts & string]: Texts[Key] extends string ? WithoutPlural<Key> : `${Key}.${PathsIn<Texts[Key]>}`
}[keyof Texts & string]
type KeysOf<Texts> = { [Area in keyof Texts & string]: `${Area}:${PathsIn<Texts[Area]>}` }[keyof Texts & string]

/** `area:path.of.text`; an area is a file of assets/texts/<language>. A key that one language lacks is no key. */
export type TextKey = Extract<KeysOf<typeof french>, KeysOf<typeof english>>

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never
type FailuresIn<Texts extends { failures: object }> =
  Texts['failures'] extends Record<FailureCode, FailureText> ? Same<keyof Texts['failures'], FailureCode> : never

/** Does not compile where a failure code has no texts, or texts have no code, or one language lacks a key. */
export type Complete = [
  FailuresIn<typeof french>,
  FailuresIn<typeof english>,
  Same<KeysOf<typeof french>, KeysOf<typeof english>>,
]
/** @public Compiled and never imported. */
export const complete: Complete = [true, true, true]
