import apply from '../../assets/texts/fr/apply.json' with { type: 'json' }
import capture from '../../assets/texts/fr/capture.json' with { type: 'json' }
import consent from '../../assets/texts/fr/consent.json' with { type: 'json' }
import documents from '../../assets/texts/fr/documents.json' with { type: 'json' }
import login from '../../assets/texts/fr/login.json' with { type: 'json' }
import parcel from '../../assets/texts/fr/parcel.json' with { type: 'json' }
import reasons from '../../assets/texts/fr/reasons.json' with { type: 'json' }
import words from '../../assets/texts/fr/words.json' with { type: 'json' }
import failures from '../../assets/texts/fr/failures/identity.json' with { type: 'json' }

/** What the citizen's pages say in French, and no more: it travels to telephones. */
export const citizenFrench = { apply, capture, consent, documents, login, parcel, reasons, words, failures }
