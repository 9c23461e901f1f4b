import { z } from 'zod'
import { ExerciseView } from '../exercise.ts'
import { Language } from '../identity.ts'
import { SpecimenItem } from '../specimen-item.ts'
import { done, nothing, type Requests } from './request.ts'

/** What an instructor plays, and the scored exercise. Code outside training: forbidden. */
export const trainingRequests = {
  'training.specimens': { access: 'operator', input: z.object({ language: Language }), output: z.array(SpecimenItem) },
  'training.picture': {
    access: 'operator',
    input: z.object({ key: z.string().max(64) }),
    output: z.object({ dataUrl: z.string() }),
  },
  /** The next citizen comes, with their document: their reference. Codes: forbidden outside training, those of central and of the network. */
  'training.nextVisitor': { access: 'operator', input: nothing, output: z.object({ reference: z.string() }) },
  /** The document that the citizen of this application brought, as key of the others; null: none, or a specimen's. */
  'training.visitor': {
    access: 'operator',
    input: z.object({ reference: z.string().max(16) }),
    output: z.object({ key: z.string(), can: z.string().nullable() }).nullable(),
  },
  /** The instructor has the document pulled away in the middle of the next read, once. */
  'training.pullNext': { access: 'operator', input: nothing, output: done },
  /** The instructor takes central out of reach, or gives it back: status says which. */
  'training.playOffline': { access: 'operator', input: z.object({ offline: z.boolean() }), output: done },
  /** The scored exercise of whoever is logged in. */
  'exercise.view': { access: 'operator', input: z.object({ language: Language }), output: ExerciseView },
  /** Who stands before the camera in that case of the running exercise; null: the trainee's own camera shows them. */
  'exercise.face': {
    access: 'operator',
    input: z.object({ reference: z.string().max(16) }),
    output: z.object({ dataUrl: z.string().nullable() }),
  },
  /** From now on the first sealed result of each of its cases counts. */
  'exercise.begin': { access: 'operator', input: nothing, output: done },
  /** Lays the specimen's chip on the simulated reader (null takes it away). */
  'training.present': { access: 'operator', input: z.object({ key: z.string().max(64).nullable() }), output: done },
} as const satisfies Requests
