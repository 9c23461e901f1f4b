/** What a number counts stays on its line: `90 jours`, `{{count}} essais`. */
const counted = /(?<=\d|\{\{(?:count|days|hour|minutes|years)\}\}) (?=\p{Ll})/gu

/**
 * French sets a narrow space before `; ! ?`, a full one before `:` and inside guillemets (Lexique des règles typographiques
 * en usage à l'Imprimerie nationale, "Ponctuation"); a line breaks at none of them, nor between a number and its word.
 */
export function bindFrenchSpaces(text: string): string {
  return text
    .replace(/ (?=[;!?])/g, '\u202F')
    .replace(/ (?=[:»])/g, '\u00A0')
    .replace(/« /g, '«\u00A0')
    .replace(counted, '\u00A0')
}
