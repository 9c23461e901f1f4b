/** French puts a space before `: ; ! ? »` and after `«`; a line must not break there. */
export function bindFrenchSpaces(text: string): string {
  return text.replace(/ (?=[:;!?»])/g, '\u00A0').replace(/« /g, '«\u00A0')
}
