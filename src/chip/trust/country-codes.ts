/** Three-letter code followed by the two-letter code of each country of ISO 3166-1. */
const pairs =
  'ABWAW AFGAF AGOAO AIAAI ALAAX ALBAL ANDAD AREAE ARGAR ARMAM ASMAS ATAAQ ATFTF ATGAG AUSAU AUTAT AZEAZ BDIBI ' +
  'BELBE BENBJ BESBQ BFABF BGDBD BGRBG BHRBH BHSBS BIHBA BLMBL BLRBY BLZBZ BMUBM BOLBO BRABR BRBBB BRNBN BTNBT ' +
  'BVTBV BWABW CAFCF CANCA CCKCC CHECH CHLCL CHNCN CIVCI CMRCM CODCD COGCG COKCK COLCO COMKM CPVCV CRICR CUBCU ' +
  'CUWCW CXRCX CYMKY CYPCY CZECZ DEUDE DJIDJ DMADM DNKDK DOMDO DZADZ ECUEC EGYEG ERIER ESHEH ESPES ESTEE ETHET ' +
  'FINFI FJIFJ FLKFK FRAFR FROFO FSMFM GABGA GBRGB GEOGE GGYGG GHAGH GIBGI GINGN GLPGP GMBGM GNBGW GNQGQ GRCGR ' +
  'GRDGD GRLGL GTMGT GUFGF GUMGU GUYGY HKGHK HMDHM HNDHN HRVHR HTIHT HUNHU IDNID IMNIM INDIN IOTIO IRLIE IRNIR ' +
  'IRQIQ ISLIS ISRIL ITAIT JAMJM JEYJE JORJO JPNJP KAZKZ KENKE KGZKG KHMKH KIRKI KNAKN KORKR KWTKW LAOLA LBNLB ' +
  'LBRLR LBYLY LCALC LIELI LKALK LSOLS LTULT LUXLU LVALV MACMO MAFMF MARMA MCOMC MDAMD MDGMG MDVMV MEXMX MHLMH ' +
  'MKDMK MLIML MLTMT MMRMM MNEME MNGMN MNPMP MOZMZ MRTMR MSRMS MTQMQ MUSMU MWIMW MYSMY MYTYT NAMNA NCLNC NERNE ' +
  'NFKNF NGANG NICNI NIUNU NLDNL NORNO NPLNP NRUNR NZLNZ OMNOM PAKPK PANPA PCNPN PERPE PHLPH PLWPW PNGPG POLPL ' +
  'PRIPR PRKKP PRTPT PRYPY PSEPS PYFPF QATQA REURE ROURO RUSRU RWARW SAUSA SDNSD SENSN SGPSG SGSGS SHNSH SJMSJ ' +
  'SLBSB SLESL SLVSV SMRSM SOMSO SPMPM SRBRS SSDSS STPST SURSR SVKSK SVNSI SWESE SWZSZ SXMSX SYCSC SYRSY TCATC ' +
  'TCDTD TGOTG THATH TJKTJ TKLTK TKMTM TLSTL TONTO TTOTT TUNTN TURTR TUVTV TWNTW TZATZ UGAUG UKRUA UMIUM URYUY ' +
  'USAUS UZBUZ VATVA VCTVC VENVE VGBVG VIRVI VNMVN VUTVU WLFWF WSMWS YEMYE ZAFZA ZMBZM ZWEZW '

const alpha2ByAlpha3 = new Map(
  Array.from(pairs.matchAll(/(\w{3})(\w{2})/g), ([, three = '', two = '']) => [three, two]),
)

/** Codes of Doc 9303-3 §5 that are not ISO's own three letters, states whose regions have a CSCA, regions that have none. */
const more: Record<string, readonly string[]> = {
  D: ['DE'],
  EUE: ['EU'],
  UNO: ['UN'],
  UNA: ['UN'],
  RKS: ['KS', 'XK'],
  GBD: ['GB'],
  GBN: ['GB'],
  GBO: ['GB'],
  GBP: ['GB'],
  GBS: ['GB'],
  CHN: ['CN', 'HK', 'MO'],
  HKG: ['CN', 'HK'],
  MAC: ['CN', 'MO'],
  GBR: ['GB', 'GG', 'GI', 'IM', 'JE'],
}

/** Territories whose documents another state's CSCA may sign. */
const territories: Record<string, string> = {
  GB: 'AIA BMU CYM FLK GGY GIB IMN JEY MSR PCN SHN TCA VGB',
  DK: 'FRO GRL',
  NL: 'ABW BES CUW SXM',
  FR: 'BLM GLP GUF MAF MTQ MYT NCL PYF REU SPM WLF',
  US: 'ASM GUM MNP PRI VIR',
  NO: 'SJM',
  FI: 'ALA',
}
const parents = new Map(
  Object.entries(territories).flatMap(([parent, codes]) => codes.split(' ').map((code) => [code, parent] as const)),
)

const assigned = new Set([...alpha2ByAlpha3.values(), ...Object.values(more).flat()])

/** Whether documents of the issuing state (as in an MRZ) may be signed under a CSCA of the two-letter country; null when either is not an assigned code. */
export function mayIssueFor(issuingState: string, country: string): boolean | null {
  const own = [alpha2ByAlpha3.get(issuingState), parents.get(issuingState)].filter((code) => code !== undefined)
  const countries = more[issuingState] ?? own
  return countries.length === 0 || !assigned.has(country) ? null : countries.includes(country)
}
