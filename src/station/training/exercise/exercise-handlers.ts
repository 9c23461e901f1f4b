import { pictureUrl } from '../specimens/specimen-card.ts'
import type { Auth } from '../../people/auth.ts'
import type { Handlers } from '../../wire/dispatch.ts'
import type { Visitors } from '../visitors.ts'
import type { Exercise } from './create-exercise.ts'

interface Parts {
  exercise: Exercise
  visitors: Visitors
  auth: Auth
  /** Holds the specimens' portraits. */
  portraitFolder: URL
}

/** The exercise of the operator who is logged in. */
export function exerciseHandlers({
  exercise,
  visitors,
  auth,
  portraitFolder,
}: Parts): Pick<Handlers, Extract<keyof Handlers, `exercise.${string}`>> {
  const by = () => auth.require().operatorId
  return {
    'exercise.view': ({ language }) => exercise.view(by(), language),
    'exercise.face': ({ reference }) => {
      // A visitor is the holder of what they bring: never is their face the question.
      const face = exercise.faceOf(by(), reference) ?? visitors.find(reference)?.document.portrait ?? null
      return { dataUrl: face && pictureUrl(face, portraitFolder) }
    },
    'exercise.begin': () => {
      exercise.begin(by())
      return null
    },
  }
}
