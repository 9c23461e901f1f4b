import type { Language } from '../contract/identity.ts'
import type { Receipt, ReceiptCheck } from '../contract/receipt.ts'
import { textsIn, type Say } from './texts-in.ts'
import { sayMomentThere } from './say-time.ts'

/** A receipt in words, ready for whatever shows it: a page, a printer, a PDF. */
export interface ReceiptSheet {
  language: Language
  title: string
  /** Said first in training: the sheet has no value. */
  training: string | null
  facts: { key: 'reference' | 'date' | 'place' | 'document' | 'outcome' | 'packet'; label: string; value: string }[]
  checks: { title: string; rows: { label: string; value: string }[] } | null
  sections: { key: 'why' | 'next' | 'provisional' | 'contact' | 'notMe' | 'data'; title: string; lines: string[] }[]
}

function sayCheck({ state, why }: ReceiptCheck, say: Say): string {
  if (state !== 'not_made') return say(`receipt:state.${state}`)
  return why === null ? say('receipt:state.not_made') : say('receipt:notMade', { why: say(`receipt:whyNot.${why}`) })
}

/** What to do now, of each reason once; without a reason, of the outcome. */
function nextSteps({ outcome, reasons }: Receipt, say: Say): string[] {
  const ofReasons = [...new Set(reasons.map((reason) => say(`reasons:${reason}.next`)))]
  return outcome === 'approved' || ofReasons.length === 0 ? [say(`receipt:next.${outcome}`)] : ofReasons
}

function sectionsOf(receipt: Receipt, say: Say): ReceiptSheet['sections'] {
  const { reasons, provisional, reference, contact } = receipt
  const sections: [ReceiptSheet['sections'][number]['key'], string[]][] = [
    ['why', reasons.map((reason) => say(`reasons:${reason}.title`))],
    ['next', nextSteps(receipt, say)],
    ['provisional', provisional ? [say('receipt:provisional')] : []],
    ['contact', [...(contact === '' ? [] : [contact]), say('receipt:contact', { reference })]],
    ['notMe', [say('receipt:notMe', { reference })]],
    ['data', [say('receipt:data')]],
  ]
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(([key, lines]) => ({ key, title: say(`receipt:section.${key}`), lines }))
}

/** The receipt in a language: what was checked, what was not and why, the outcome, its reasons, and what to do now. */
export function writeReceipt(receipt: Receipt, language: Language): ReceiptSheet {
  const say = textsIn(language)
  const { reference, sealedAt, timeZone, branchName, documentType, outcome, packetId, checks } = receipt
  const facts: [ReceiptSheet['facts'][number]['key'], string | null][] = [
    ['reference', reference],
    ['date', sayMomentThere(sealedAt, timeZone, language)],
    ['place', branchName],
    ['document', documentType && say(`documents:${documentType}.name`)],
    ['outcome', say(`words:outcome.${outcome}`)],
    ['packet', packetId],
  ]
  return {
    language,
    title: say('receipt:paperTitle'),
    training: receipt.training ? say('receipt:training') : null,
    facts: facts.flatMap(([key, value]) => (value === null ? [] : [{ key, label: say(`receipt:fact.${key}`), value }])),
    checks: checks && {
      title: say('receipt:checksTitle'),
      rows: checks.map((check) => ({ label: say(`receipt:check.${check.name}`), value: sayCheck(check, say) })),
    },
    sections: sectionsOf(receipt, say),
  }
}
