import type { Language } from '../../contract/identity.ts'

/** Words of the exported daily log. Codes that have no word here stand as they are. */
export interface LogWords {
  title: string
  columns: Record<LogColumn, string>
  /** Headings for narrow columns of the printed form. */
  short: Partial<Record<LogColumn, string>>
  values: Record<string, string>
  yes: string
  no: string
  totals: { heading: string; total: string; median: string; overrides: string; provisional: string; unsynced: string }
  page: (page: number) => string
  span: (from: string, to: string) => string
  exported: (at: string, by: string) => string
  key: (thumbprint: string) => string
  training: string
  locale: string
}
export const logColumns = [
  'day',
  'time',
  'reference',
  'operator',
  'channel',
  'document',
  'last4',
  'outcome',
  'reasons',
  'duration',
  'override',
  'provisional',
  'state',
  'central',
] as const
export type LogColumn = (typeof logColumns)[number]

/** French says "1er mars", then "2 mars". */
const ordinal = (date: string) => date.replace(/^1 /, '1er ')

const fr: LogWords = {
  title: 'Journal des vérifications',
  columns: {
    day: 'Jour',
    time: 'Heure',
    reference: 'Référence',
    operator: 'Agent',
    channel: 'Lieu',
    document: 'Document',
    last4: '4 derniers caractères',
    outcome: 'Résultat',
    reasons: 'Motifs',
    duration: 'Durée (s)',
    override: 'Dérogation',
    provisional: 'Provisoire',
    state: 'Envoi',
    central: 'Décision centrale',
  },
  short: { last4: 'Nº …', duration: 'Durée', override: 'Dérog.', provisional: 'Provis.', central: 'Centrale' },
  values: {
    counter: 'Guichet',
    home: 'Domicile',
    cnie: 'Carte d’identité (2021)',
    cni_1995: 'Carte d’identité (bleue)',
    passport: 'Passeport',
    residence_permit: 'Titre de séjour',
    other: 'Autre',
    approved: 'Approuvée',
    refused: 'Refusée',
    unverifiable: 'Non vérifiable',
    cancelled: 'Annulée',
    queued: 'En attente',
    sent: 'En cours',
    received: 'Reçue',
    parked: 'Bloquée',
    decided: 'Décidée',
    APPROVED: 'Acceptée',
    REJECTED: 'Rejetée',
    MANUAL_REVIEW: 'À examiner',
    QUARANTINED: 'En quarantaine',
    document_expired: 'Document périmé',
    document_not_accepted: 'Document non accepté',
    permit_too_short: 'Titre trop court',
    citizen_underage: 'Mineur',
    address_not_french: 'Adresse hors de France',
    declared_differs: 'Déclaration différente',
    document_suspected_forged: 'Document suspect',
    chip_not_genuine: 'Puce non authentique',
    chip_copied: 'Puce copiée',
    chip_unreadable: 'Puce illisible',
    reader_unavailable: 'Lecteur indisponible',
    person_not_holder: 'Autre personne',
    person_undetermined: 'Visage incertain',
    document_reported_lost_or_stolen: 'Perdu ou volé',
    capture_failed: 'Lecture impossible',
    consent_withdrawn: 'Sans accord',
    citizen_left: 'Départ de la personne',
    wrong_application: 'Mauvais dossier',
    operator_conflict: 'Agent concerné',
  },
  yes: 'oui',
  no: 'non',
  totals: {
    heading: 'Totaux',
    total: 'Vérifications',
    median: 'Durée médiane (s)',
    overrides: 'Dérogations',
    provisional: 'Provisoires',
    unsynced: 'Non envoyées',
  },
  page: (page) => `Page\u00A0${page}`,
  span: (from, to) => (from === to ? `Le ${ordinal(from)}` : `Du ${ordinal(from)} au ${ordinal(to)}`),
  exported: (at, by) => `Exporté le ${ordinal(at)} par ${by}`,
  key: (thumbprint) => `Clé du poste\u202F: ${thumbprint}`,
  training: 'FORMATION – données fictives',
  locale: 'fr-FR',
}

const en: LogWords = {
  title: 'Verification log',
  columns: {
    day: 'Day',
    time: 'Time',
    reference: 'Reference',
    operator: 'Operator',
    channel: 'Place',
    document: 'Document',
    last4: 'Last 4 characters',
    outcome: 'Outcome',
    reasons: 'Reasons',
    duration: 'Duration (s)',
    override: 'Override',
    provisional: 'Provisional',
    state: 'Sending',
    central: 'Central decision',
  },
  short: { last4: 'No. …', duration: 'Secs', override: 'Overr.', provisional: 'Provis.', central: 'Central' },
  values: {
    counter: 'Counter',
    home: 'Home',
    cnie: 'Identity card (2021)',
    cni_1995: 'Identity card (blue)',
    passport: 'Passport',
    residence_permit: 'Residence permit',
    other: 'Other',
    approved: 'Approved',
    refused: 'Refused',
    unverifiable: 'Not verifiable',
    cancelled: 'Cancelled',
    queued: 'Waiting',
    sent: 'Sending',
    received: 'Received',
    parked: 'Parked',
    decided: 'Decided',
    APPROVED: 'Accepted',
    REJECTED: 'Rejected',
    MANUAL_REVIEW: 'To be reviewed',
    QUARANTINED: 'Quarantined',
    document_expired: 'Document expired',
    document_not_accepted: 'Document not accepted',
    permit_too_short: 'Permit too short',
    citizen_underage: 'Under age',
    address_not_french: 'Address outside France',
    declared_differs: 'Declaration differs',
    document_suspected_forged: 'Document suspect',
    chip_not_genuine: 'Chip not genuine',
    chip_copied: 'Chip copied',
    chip_unreadable: 'Chip unreadable',
    reader_unavailable: 'Reader unavailable',
    person_not_holder: 'Another person',
    person_undetermined: 'Face uncertain',
    document_reported_lost_or_stolen: 'Lost or stolen',
    capture_failed: 'Could not be read',
    consent_withdrawn: 'No consent',
    citizen_left: 'Citizen left',
    wrong_application: 'Wrong application',
    operator_conflict: 'Operator involved',
  },
  yes: 'yes',
  no: 'no',
  totals: {
    heading: 'Totals',
    total: 'Verifications',
    median: 'Median duration (s)',
    overrides: 'Overrides',
    provisional: 'Provisional',
    unsynced: 'Not sent',
  },
  page: (page) => `Page ${page}`,
  span: (from, to) => (from === to ? from : `${from} to ${to}`),
  exported: (at, by) => `Exported on ${at} by ${by}`,
  key: (thumbprint) => `Station key: ${thumbprint}`,
  training: 'TRAINING – made-up data',
  locale: 'en-GB',
}

export const logWords: Record<Language, LogWords> = { fr, en }
