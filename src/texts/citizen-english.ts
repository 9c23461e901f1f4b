import apply from '../../assets/texts/en/apply.json' with { type: 'json' }
import capture from '../../assets/texts/en/capture.json' with { type: 'json' }
import consent from '../../assets/texts/en/consent.json' with { type: 'json' }
import documents from '../../assets/texts/en/documents.json' with { type: 'json' }
import login from '../../assets/texts/en/login.json' with { type: 'json' }
import parcel from '../../assets/texts/en/parcel.json' with { type: 'json' }
import reasons from '../../assets/texts/en/reasons.json' with { type: 'json' }
import words from '../../assets/texts/en/words.json' with { type: 'json' }
import failures from '../../assets/texts/en/failures/identity.json' with { type: 'json' }

/** What the citizen's pages say in English, and no more: it travels to telephones. */
export const citizenEnglish = { apply, capture, consent, documents, login, parcel, reasons, words, failures }
