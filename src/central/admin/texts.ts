import { readdirSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { FailureEntry } from '../../contract/failure.ts'
import type { Language } from '../../contract/identity.ts'

/** Words of the administrator's page: French, English. */
const words = {
  title: ['Administration centrale', 'Central administration'],
  skip: ['Aller au contenu', 'Skip to content'],
  training: ['FORMATION', 'TRAINING'],
  overview: ['Vue d’ensemble', 'Overview'],
  stations: ['Postes', 'Kiosks'],
  packets: ['Dossiers', 'Files'],
  review: ['À décider', 'To decide'],
  operators: ['Agents', 'Operators'],
  logout: ['Se déconnecter', 'Log out'],
  login: ['Se connecter', 'Log in'],
  token: ['Jeton d’administration', 'Administration token'],
  tokenHint: ['Celui donné au démarrage du service.', 'The one given when the service was started.'],
  tokenWrong: ['Ce jeton n’est pas le bon.', 'This is not the right token.'],
  otherLanguage: ['English', 'Français'],
  branch: ['Bureau', 'Branch'],
  kind: ['Type', 'Kind'],
  counter: ['Guichet', 'Counter'],
  tablet: ['Tablette', 'Tablet'],
  state: ['État', 'State'],
  pending: ['En attente', 'Waiting'],
  active: ['Actif', 'Active'],
  revoked: ['Révoqué', 'Revoked'],
  thumbprint: ['Empreinte', 'Thumbprint'],
  registered: ['Enregistré', 'Registered'],
  actions: ['Actions', 'Actions'],
  issueCode: ['Émettre un code d’enregistrement', 'Issue a registration code'],
  codeIssued: [
    'Code d’enregistrement, valable une fois pendant 72 heures',
    'Registration code, good once within 72 hours',
  ],
  codeOnce: ['Il ne sera plus affiché.', 'It will not be shown again.'],
  ending: ['6 derniers caractères lus par le bureau', 'Last 6 characters, read out by the branch'],
  activate: ['Activer le poste', 'Activate the kiosk'],
  revokeStation: ['Révoquer le poste', 'Revoke the kiosk'],
  revokeWarning: [
    'Irréversible, guichet ou tablette : à son prochain contact le poste envoie ce qu’il a scellé, puis efface vérifications en cours, rendez-vous, comptes et clés de tous ses agents, et sa base. Il devra être enregistré de nouveau. Les dossiers saisis depuis ce moment seront mis en quarantaine, approbations comprises.',
    'Cannot be undone, counter or tablet: at its next contact the kiosk sends what it has sealed, then erases checks under way, visits, the accounts and keys of all its operators, and its database. It will have to be registered anew. Files captured since then will be quarantined, approvals included.',
  ],
  since: ['Compromis depuis (UTC)', 'Compromised since (UTC)'],
  packet: ['Dossier', 'File'],
  station: ['Poste', 'Kiosk'],
  operator: ['Agent', 'Operator'],
  captured: ['Saisi', 'Captured'],
  received: ['Reçu', 'Received'],
  outcome: ['Au guichet', 'At the counter'],
  decision: ['Décision centrale', 'Central decision'],
  reasons: ['Raisons', 'Reasons'],
  notes: ['Remarques', 'Notes'],
  all: ['Tous', 'All'],
  none: ['Rien ici pour le moment.', 'Nothing here for now.'],
  approve: ['Approuver', 'Approve'],
  reject: ['Refuser', 'Reject'],
  reason: ['Raison de la décision', 'Reason for the decision'],
  role: ['Rôle', 'Role'],
  clerk: ['Agent de guichet', 'Clerk'],
  postman: ['Facteur', 'Postman'],
  manager: ['Responsable', 'Manager'],
  trained: ['Formé le', 'Trained on'],
  keys: ['Clés', 'Keys'],
  revokeOperator: ['Révoquer partout', 'Revoke everywhere'],
  done: ['C’est fait.', 'Done.'],
  newestFirst: ['Les plus récents d’abord', 'Most recent first'],
  oldestFirst: ['Les plus anciens d’abord', 'Oldest first'],
  search: ['Chercher', 'Search'],
  searchPacket: ['Numéro complet du dossier', 'Full number of the file'],
  searchStation: ['Bureau, ou début de l’empreinte', 'Branch, or beginning of the thumbprint'],
  searchOperator: ['Bureau, ou début du numéro d’agent', 'Branch, or beginning of the operator’s number'],
  pages: ['Pages', 'Pages'],
  firstPage: ['Début', 'Beginning'],
  nextPage: ['Suite', 'Next'],
  filesOf: ['Ses dossiers', 'Its files'],
  back: ['Revenir à la vue d’ensemble', 'Back to the overview'],
  problem: ['Cela n’a pas été possible', 'That was not possible'],
  RECEIVED: ['Reçu', 'Received'],
  VERIFYING: ['En vérification', 'Being verified'],
  APPROVED: ['Approuvé', 'Approved'],
  REJECTED: ['Refusé', 'Rejected'],
  MANUAL_REVIEW: ['À revoir', 'To review'],
  QUARANTINED: ['Quarantaine', 'Quarantine'],
  approved: ['Approuvé', 'Approved'],
  refused: ['Refusé', 'Refused'],
  unverifiable: ['Non vérifiable', 'Not verifiable'],
  cancelled: ['Annulé', 'Cancelled'],
} as const satisfies Record<string, readonly [string, string]>
export type Word = keyof typeof words

/** Central's own reasons and notes, and refusals as an administrator meets them; the others are the contract's codes. */
const ownReasons = new Map<string, readonly [string, string]>(
  Object.entries({
    station_compromised: ['Poste compromis à ce moment', 'Kiosk compromised at that time'],
    request_invalid: [
      'Un champ manque ou n’est pas rempli comme attendu',
      'A field is missing or not filled in as expected',
    ],
    forbidden: ['Refusé : ce n’est pas, ou plus, dans l’état attendu', 'Refused: it is not, or no longer, as expected'],
    not_found: ['Introuvable', 'Not found'],
    rate_limited: ['Trop d’essais : attendez quelques minutes', 'Too many attempts: wait a few minutes'],
    unavailable: ['La base de données ne répond pas', 'The database does not answer'],
    internal_error: ['Une panne ; le journal technique la nomme', 'A fault; the technical log names it'],
    station_key_retired: ['Scellé avec une clé de poste remplacée depuis', 'Sealed with a key the kiosk no longer has'],
    operator_key_unknown: ['Clé de l’agent non annoncée', 'Operator’s key not made known'],
    override_signature_invalid: ['Signature de la dérogation fausse', 'Override’s signature is wrong'],
    override_manager_unknown: ['Responsable de la dérogation inconnu', 'Override’s manager unknown'],
    override_manager_revoked: ['Responsable de la dérogation révoqué', 'Override’s manager revoked'],
    document_missing: ['Approuvé sans document lu', 'Approved without a document read'],
    eligibility_failed: ['Une condition n’était pas remplie', 'A condition was not met'],
    declared_differs: ['Le document n’est pas celui déclaré', 'Not the declared document'],
    document_reported_lost_or_stolen: ['Document déclaré perdu ou volé', 'Document reported lost or stolen'],
    reference_differs: ['Référence d’une autre demande', 'Reference of another application'],
    chain_broken: ['Chaîne des dossiers rompue', 'Chain of files broken'],
    sequence_gap: ['Le dossier précédent manque', 'The file before it is missing'],
    settled_later: ['Vérifications faites ici', 'Checks settled here'],
    overridden: ['Dérogation d’un responsable', 'Released by a manager'],
  }),
)
// Maps: a person's own reason may be called like something that every object has.
const allWords = new Map<string, readonly [string, string]>(Object.entries(words))

const codeTexts = readCodeTexts()

export function say(word: Word, language: Language): string {
  return words[word][language === 'fr' ? 0 : 1]
}

/** A reason code in words; a person's own reason as it was written. */
export function sayReason(code: string, language: Language): string {
  const own = ownReasons.get(code) ?? allWords.get(code)
  return own?.[language === 'fr' ? 0 : 1] ?? codeTexts.get(code)?.[language].title ?? code
}

function readCodeTexts(): Map<string, z.infer<typeof FailureEntry>> {
  const folder = new URL('../../../docs/failure-codes/', import.meta.url)
  const entries = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => z.record(z.string(), FailureEntry).parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))))
  return new Map(entries.flatMap((some) => Object.entries(some)))
}
