/** ISO 3166-1 alpha-3, as used in Doc 9303-3 §5 part A. */
const states =
  'ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR BHS BIH BLM BLR BLZ ' +
  'BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB CUW CXR CYM CYP CZE DJI ' +
  'DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD ' +
  'GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR ' +
  'KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP ' +
  'MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI ' +
  'PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE ' +
  'SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR ' +
  'VNM VUT WLF WSM YEM ZAF ZMB ZWE'

/** Doc 9303-3 §5 parts B to D: British statuses, Germany's single letter, organisations, stateless and refugee, specimen. */
const others =
  'D GBD GBN GBO GBP GBS RKS EUE UNO UNA UNK XAA XBA XIM XCC XCE XCO XEC XPO XES XMP XOM XDC XCT XXA XXB XXC XXX IAO NTZ UTO'

const codes: ReadonlySet<string> = new Set(`${states} ${others}`.split(' '))

/** Whether a code, fillers removed, is a state or organisation of Doc 9303-3 §5. */
export function isKnownState(code: string): boolean {
  return codes.has(code)
}

/** Every code padded to three characters with fillers, for repair. */
export const paddedStates: readonly string[] = [...codes].map((code) => code.padEnd(3, '<'))

/** Document codes by format: the first letter of Doc 9303-4 to -7, and the national ones in use. */
const documentCodes: Record<string, RegExp> = {
  TD1: /^(I[A-UW-Z<]|A[A-Z<]|C[A-QS-Z<])$/,
  TD2: /^(I[A-UW-Z<]|A[A-Z<]|C[A-QS-Z<]|P[A-Z<]|TS)$/,
  TD3: /^P[A-Z<]$/,
  MRVA: /^V[A-Z<]$/,
  MRVB: /^V[A-Z<]$/,
  FRA2x36: /^ID$/,
}

/** Whether a document of this format may carry this two-character code. `CR` (vehicle papers) and `D` (licences) may not. */
export function isKnownDocumentCode(format: string, code: string): boolean {
  return documentCodes[format]?.test(code) ?? false
}
