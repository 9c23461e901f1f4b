/** What matters first; otherwise the order stays. */
export function putFirst<T>(items: readonly T[], matters: (item: T) => boolean): T[] {
  return [...items.filter(matters), ...items.filter((item) => !matters(item))]
}
