/** The legal time of metropolitan France: central's own, the country's in figures and letters, and a place's that names no other. */
export const legalTimeZone = 'Europe/Paris'
