import type { DocumentType, Language } from '../../contract/identity.ts'
import type { Outcome } from '../../contract/decision.ts'
import type { Session } from '../../contract/session.ts'

/** What the receipt says, in the citizen's language. Dates as people say them. */
export interface ReceiptTexts {
  title: string
  training: string
  labels: {
    reference: string
    date: string
    place: string
    document: string
    outcome: string
    operator: string
    packet: string
  }
  documents: Record<DocumentType, string>
  outcomes: Record<Outcome, string>
  endingIn: (last4: string) => string
  checksTitle: string
  checks: { document: string; chip: string; comparison: string; inspection: string; person: string; consent: string }
  done: string
  notDone: string
  provisional: string
  nextTitle: string
  next: (approved: boolean) => string
  notMeTitle: string
  notMe: (reference: string) => string
  dataTitle: string
  data: string
  page: string
}

const fr: ReceiptTexts = {
  title: 'Reçu de vérification d’identité',
  training: 'SPÉCIMEN — formation, sans valeur',
  labels: {
    reference: 'Référence du dossier',
    date: 'Date',
    place: 'Lieu',
    document: 'Document présenté',
    outcome: 'Résultat au guichet',
    operator: 'Agent',
    packet: 'Numéro d’enregistrement',
  },
  documents: {
    cnie: 'Carte nationale d’identité (format carte bancaire)',
    cni_1995: 'Carte nationale d’identité (ancien format)',
    passport: 'Passeport',
    residence_permit: 'Titre de séjour',
    other: 'Autre document',
  },
  outcomes: {
    approved: 'Vérification favorable',
    refused: 'Vérification refusée',
    unverifiable: 'Vérification impossible ce jour',
    cancelled: 'Visite interrompue',
  },
  endingIn: (last4) => `numéro se terminant par ${last4}`,
  checksTitle: 'Ce qui a été vérifié',
  checks: {
    document: 'La zone de lecture du document',
    chip: 'La puce\u00A0: données authentiques, puce non copiée',
    comparison: 'Vos déclarations comparées au document',
    inspection: 'Les éléments de sécurité imprimés',
    person: 'La ressemblance avec le portrait',
    consent: 'Votre accord',
  },
  done: 'fait',
  notDone: 'non fait',
  provisional: 'Vérification provisoire\u00A0: certains contrôles seront faits par le service central.',
  nextTitle: 'Et maintenant',
  next: (approved) =>
    approved
      ? 'Le service central prend la décision finale. Vous la recevrez par courriel, en général sous quelques jours. Vous pourrez alors activer votre identité numérique dans l’application.'
      : 'Votre dossier n’est pas validé. Vous pouvez annuler votre demande dans l’application et en faire une nouvelle, avec un document conforme.',
  notMeTitle: 'Ce n’était pas vous\u00A0?',
  notMe: (reference) =>
    `Si vous n’avez pas demandé cette vérification, signalez-le sans attendre au service d’aide, dans n’importe quel bureau de poste ou par le site, en citant la référence ${reference}. L’identité sera bloquée le temps de l’enquête.`,
  dataTitle: 'Vos données',
  data: 'Aucune image de votre document n’est conservée. De son numéro, seuls les quatre derniers caractères le sont. Les données sont chiffrées et transmises au seul service central.',
  page: 'Guichet',
}

const en: ReceiptTexts = {
  title: 'Identity check receipt',
  training: 'SPECIMEN — training, no value',
  labels: {
    reference: 'Application reference',
    date: 'Date',
    place: 'Place',
    document: 'Document shown',
    outcome: 'Result at the counter',
    operator: 'Operator',
    packet: 'Record number',
  },
  documents: {
    cnie: 'National identity card (bank-card size)',
    cni_1995: 'National identity card (old format)',
    passport: 'Passport',
    residence_permit: 'Residence permit',
    other: 'Another document',
  },
  outcomes: {
    approved: 'Check passed',
    refused: 'Check refused',
    unverifiable: 'Check not possible today',
    cancelled: 'Visit ended early',
  },
  endingIn: (last4) => `number ending in ${last4}`,
  checksTitle: 'What was checked',
  checks: {
    document: 'The reading zone of the document',
    chip: 'The chip: genuine data, not a copy',
    comparison: 'What you declared, compared with the document',
    inspection: 'The printed security features',
    person: 'The likeness with the portrait',
    consent: 'Your agreement',
  },
  done: 'done',
  notDone: 'not done',
  provisional: 'Provisional: some checks will be made by the central service.',
  nextTitle: 'What happens now',
  next: (approved) =>
    approved
      ? 'The central service takes the final decision. You will get it by email, usually within a few days. You can then activate your digital identity in the app.'
      : 'Your application is not validated. You can cancel it in the app and start a new one with a suitable document.',
  notMeTitle: 'It was not you?',
  notMe: (reference) =>
    `If you did not ask for this check, tell the help service at once, at any post office or on the website, quoting the reference ${reference}. The identity will be blocked while it is looked into.`,
  dataTitle: 'Your data',
  data: 'No picture of your document is kept. Of its number only the last four characters are. The data are encrypted and sent to the central service alone.',
  page: 'Guichet',
}

export const receiptTexts: Record<Language, ReceiptTexts> = { fr, en }

/** Which of the checks were made in this session. */
export function checksDone(session: Session): Record<keyof ReceiptTexts['checks'], boolean> {
  const passed = (step: Session['step']) =>
    session.steps.some((entry) => entry.step === step && entry.state === 'passed')
  return {
    document: passed('document'),
    chip: passed('chip'),
    comparison: passed('comparison'),
    inspection: passed('inspection'),
    person: passed('person'),
    consent: session.consent !== null,
  }
}
