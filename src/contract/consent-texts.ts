/**
 * Versions of the consent's text that were ever shown, the newest last: what somebody agreed to must be one of them. The words of each
 * stand in assets/consent/<version>.json for good; the newest's are those of consent.json.
 */
export const consentTextVersions: readonly string[] = ['2026-01', '2026-11', '2026-12']

/** Whether such a text was ever shown: nobody agreed to any other. */
export const isConsentText = (textVersion: string): boolean => consentTextVersions.includes(textVersion)
