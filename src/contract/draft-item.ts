import { z } from 'zod'
import { IsoTime } from './identity.ts'
import { Step } from './session.ts'

/** A visit that was interrupted, as the home screen offers it. */
export const DraftItem = z.object({
  sessionId: z.uuid(),
  reference: z.string(),
  /** Where it resumes: nothing of the document is kept, so after the consent it is always the document. */
  step: Step,
  savedAt: IsoTime,
  expiresAt: IsoTime,
})
export type DraftItem = z.infer<typeof DraftItem>
