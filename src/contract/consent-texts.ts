/** Versions of the consent's text that were ever shown, the newest last: what somebody agreed to must be one of them. */
export const consentTextVersions: readonly string[] = ['2026-01']
