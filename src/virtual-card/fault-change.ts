import type { Behaviour, CardPlan } from './behaviour.ts'
import type { CardDocument, SigningForm } from './document.ts'
import type { ChipContents } from './personalise.ts'

/** What a fault changes about a card before it is made; its argument stands behind a colon in its name. */
export type Change = (plan: CardPlan, argument: string) => void

export const behave =
  (change: Partial<Behaviour>): Change =>
  (plan) =>
    void Object.assign(plan.behaviour, change)
export const amend =
  (change: Partial<CardDocument>): Change =>
  (plan) =>
    void Object.assign(plan.document, change)
export const sign =
  (change: Partial<SigningForm>): Change =>
  (plan) => {
    plan.document.signing = { ...plan.document.signing, ...change }
  }
export const alter =
  (change: (chip: ChipContents) => void): Change =>
  ({ behaviour }) => {
    behaviour.alterFiles = [...behaviour.alterFiles, change]
  }
