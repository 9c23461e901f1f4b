import type { ReadEvidence } from '../../contract/evidence.ts'
import type { Declared, DocumentType, IsoDate } from '../../contract/identity.ts'
import { defaultPolicy } from '../../contract/policy.ts'
import type { PacketPayload } from '../../contract/protocol/packet.ts'
import { importTrust } from '../../emrtd/pki/import-trust.ts'
import { createTrustStore, type TrustStore } from '../../emrtd/pki/trust-store.ts'
import { addYears } from '../../enrolment/dates.ts'
import { inspectionFeatures } from '../../enrolment/features.ts'
import { examine } from '../../enrolment/findings.ts'
import { factsOfPacket } from '../../enrolment/packet-facts.ts'
import { conclusionsOf, type SessionEvidence, type Visit } from '../../enrolment/session/packet.ts'
import { answerActiveAuthentication } from '../../virtual-card/authenticate-chip.ts'
import { usualSigning, type CardDocument } from '../../virtual-card/document.ts'
import { frenchIdCard, frenchPassport, residencePermit, type DocumentRequest } from '../../virtual-card/documents.ts'
import { buildMrz, type MrzContent } from '../../virtual-card/mrz-lines.ts'
import { fileIds, groupFileId, personalise } from '../../virtual-card/personalise.ts'
import { seededRandom } from '../../virtual-card/seeded-random.ts'
import { specimenAuthority, specimenRevocationLists, specimenTrust } from '../../virtual-card/specimen-pki.ts'
import { activeAuthenticationChallenge, type ChallengeParts } from '../../evidence/active-challenge.ts'
import { asConcluded, readEvidence } from '../../evidence/read-evidence.ts'
import { verifyRead } from '../../evidence/verify-read.ts'

/** A visit of a made-up citizen with a flawless document, its chip signed by the specimen CSCA: for tests and samples. */
export type MadeVisit = Pick<
  PacketPayload,
  | 'document'
  | 'identity'
  | 'match'
  | 'eligibility'
  | 'chip_checks'
  | 'inspection'
  | 'printed'
  | 'comparison_confirmed'
  | 'chip_unavailable'
> & { visit: Visit; mrzLines: string[] }

export type MadeVisitOptions = {
  declared: Declared
  at: string
  today: IsoDate
  sessionId: string
  /** What the application says, where the document's holder is somebody else. */
  application?: Declared
  /** Changes the document before it is signed. */
  document?: (document: CardDocument) => CardDocument
  mrz?: Partial<MrzContent>
  /** `test`: an issuer that production may trust in tests, where the specimen CSCA is refused. */
  authority?: 'specimen' | 'test'
  /** What the station trusts; the specimens' and the test issuer unless given. */
  stationTrust?: TrustStore
  /** The chip answered no reader. */
  isMute?: boolean
  /** What the challenge of Active Authentication is made of; else it is random alone. */
  asked?: ChallengeParts
}

type Recipe = { content: Partial<MrzContent>; card: ((request: DocumentRequest) => CardDocument) | null }
const recipes: Record<Exclude<DocumentType, 'other'>, Recipe> = {
  passport: { content: { format: 'TD3', documentCode: 'P' }, card: frenchPassport },
  cnie: { content: { format: 'TD1', documentCode: 'ID' }, card: frenchIdCard },
  residence_permit: { content: { format: 'TD1', documentCode: 'IR' }, card: residencePermit },
  cni_1995: { content: { format: 'FRA2x36', documentCode: 'ID', optional: '974012' }, card: null },
}

export const testIssuer = { country: 'FR', organisation: 'TEST OF PRODUCTION', unit: null, commonName: 'TEST CSCA' }
const testSigning = { ...usualSigning(new Date('2026-01-01T00:00:00Z')), country: 'FR', authorityAs: testIssuer }

/** The CSCA certificate of the issuer that tests trust in production, DER. */
export const testAnchor = (): Uint8Array => specimenAuthority(testSigning).certificate

/** Specimen and test anchors, the former with revocation lists that revoke nothing. */
export function madeTrust(at: Date): TrustStore {
  const files = [...specimenTrust(), ...specimenRevocationLists(at), testAnchor()]
  return createTrustStore(files.flatMap((bytes, i) => importTrust(bytes, `made ${i}`)))
}

const encode = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
const portrait = { image: new Uint8Array(64), codec: 'jpeg', widthPx: 8, heightPx: 8, encoding: 'ISO 19794-5' } as const

function mrzOf({ declared, today, mrz }: MadeVisitOptions, { content }: Recipe): string[] {
  return buildMrz({
    format: 'TD3',
    documentCode: 'P',
    issuer: 'FRA',
    nationality: declared.nationality,
    surname: declared.birthName,
    givenNames: declared.givenNames,
    documentNumber: declared.documentNumber,
    birthDate: declared.birthDate,
    sex: declared.sex ?? 'X',
    expiryDate: addYears(today, 6),
    ...content,
    ...mrz,
  })
}

/** Chips made before, by what they hold: making keys and signatures costs more than a test. */
const chips = new Map<string, ReturnType<typeof personalise>>()
/** What they prove, likewise. */
const verdicts = new Map<string, ReadEvidence['checks']>()

const unseen = { witnessed: () => false, freshness: () => 'unshown' as const }

function checksOf(read: ReadEvidence, given: TrustStore | undefined): ReadEvidence['checks'] {
  if (given !== undefined) return verifyRead(read, { store: given, ...unseen }).checks
  const key = JSON.stringify([read.files, read.activeAuthentication, read.at.slice(0, 10)])
  const trust = () => madeTrust(new Date(read.at))
  const checks = verdicts.get(key) ?? verifyRead(read, { store: trust(), ...unseen }).checks
  verdicts.set(key, checks)
  return checks
}

function readOf(options: MadeVisitOptions, lines: string[], card: NonNullable<Recipe['card']>): ReadEvidence {
  const { declared, at, today } = options
  const request: DocumentRequest = {
    mrzLines: lines,
    can: null,
    surname: declared.birthName.toUpperCase(),
    givenNames: declared.givenNames.map((name) => name.toUpperCase()),
    usageName: declared.usageName?.toUpperCase() ?? null,
    birthDate: declared.birthDate,
    birthPlace: declared.birthPlace.name.toUpperCase(),
    address: null,
    issueDate: addYears(today, -4),
    issuingAuthority: 'SPECIMEN',
    portrait,
    today: new Date(at),
  }
  const made = { ...card(request), hasFingerprints: false }
  const authority = options.authority === 'test' ? { authorityAs: testIssuer } : {}
  const document = (options.document ?? ((same) => same))({ ...made, signing: { ...made.signing, ...authority } })
  const random = seededRandom(JSON.stringify([request, document]))
  const key = JSON.stringify(document)
  const chip = chips.get(key) ?? personalise(document, random)
  chips.set(key, chip)
  const group = (number: number) => chip.applicationFiles.get(groupFileId(number))
  const named = [
    ['EF.SOD', chip.applicationFiles.get(fileIds.sod)],
    ...([1, 11, 12, 14, 15] as const).map((number) => [`DG${number}`, group(number)] as const),
  ] as const
  const files = Object.fromEntries(named.flatMap(([name, bytes]) => (bytes ? [[name, encode(bytes)]] : [])))
  const { activeAuthentication, chipAuthentication } = document
  const { asked } = options
  const challenge = asked ? activeAuthenticationChallenge(asked) : random(8)
  const answered =
    activeAuthentication && chip.activeKey
      ? {
          challenge: encode(challenge),
          response: encode(answerActiveAuthentication(activeAuthentication, chip.activeKey, challenge, random)),
        }
      : null
  const passed = (name: ReadEvidence['checks'][number]['name']) =>
    ({ name, verdict: 'passed', reason: null, detail: null }) as const
  return {
    at,
    accessProtocol: 'PACE',
    files,
    withheld: ['DG2'],
    activeAuthentication: answered && { ...answered, salt: asked?.salt ?? null, nonce: asked?.nonce ?? null },
    witness: null,
    checks: [
      passed('access'),
      chipAuthentication.length > 0
        ? passed('chip_authentication')
        : { name: 'chip_authentication', verdict: 'not_possible', reason: 'card_has_none', detail: null },
      passed('no_downgrade'),
      passed('mrz_agrees'),
    ],
  }
}

/** The fixed feature and two more of the document's, all present. */
function inspectionOf(type: DocumentType): PacketPayload['inspection'] {
  const own = inspectionFeatures.filter((feature) => feature.type === type && feature.settles === null)
  const asked = [...own.filter(({ fixed }) => fixed), ...own.filter(({ fixed }) => !fixed)].slice(0, 3)
  return asked.map(({ id }) => ({ featureId: id, answer: 'present' }))
}

/** What a station finds on a flawless document of the citizen's, and the evidence of it. */
export function makeVisit(options: MadeVisitOptions): MadeVisit {
  const { declared, at, today, sessionId } = options
  const type = declared.documentType === 'other' ? 'passport' : declared.documentType
  const recipe = recipes[type]
  const lines = mrzOf(options, recipe)
  const unjudged = recipe.card === null || options.isMute ? [] : [readOf(options, lines, recipe.card)]
  const reads = unjudged.map((read) => ({
    ...read,
    checks: checksOf(read, options.stationTrust),
  }))
  const evidence: SessionEvidence = { sessionId, captures: [{ at, source: 'camera', lines }], reads, earlier: [] }
  const visit: Visit = {
    evidence,
    declared: options.application ?? declared,
    involvedOperators: [],
    lostStolenChecked: true,
  }
  const inspection = inspectionOf(type)
  const unavailable = recipe.card === null ? ('no_chip' as const) : options.isMute ? ('chip_defective' as const) : null
  const base = { inspection, comparison_confirmed: true, chip_unavailable: unavailable }
  const conclude = (printed: PacketPayload['printed']) => {
    const payload = {
      ...base,
      printed,
      consent: null,
      person: { judgement: 'same', differing: [] },
      operator: { operator_id: '-' },
    }
    const known = { ...visit, trainedUntil: '9999-12-31', overrides: [], today, policy: defaultPolicy }
    const readings = readEvidence(evidence, asConcluded)
    return examine(factsOfPacket(payload as unknown as PacketPayload, readings, known))
  }
  const asked = conclude([]).fields.filter((field) => field.class === 'print_needed')
  const printed = asked.map(({ field }) => ({ field, answer: 'same' as const }))
  return { ...base, ...conclusionsOf(conclude(printed)), printed, visit, mrzLines: lines }
}
