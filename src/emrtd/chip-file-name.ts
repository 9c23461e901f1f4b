/** Files this reader reads. Fingerprints and irises (DG3, DG4) have no name here and so cannot be asked for. */
export type ChipFileName =
  'EF.CardAccess' | 'EF.CardSecurity' | 'EF.COM' | 'EF.SOD' | 'DG1' | 'DG2' | 'DG7' | 'DG11' | 'DG12' | 'DG14' | 'DG15'
