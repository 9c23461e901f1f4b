import { pictureUrl } from '../specimens/specimen-card.ts'
import type { Auth } from '../../people/auth.ts'
import type { Handlers } from '../../wire/dispatch.ts'
import type { Exercise } from './create-exercise.ts'

interface Parts {
  exercise: Exercise
  auth: Auth
  /** Holds the specimens' portraits. */
  portraitFolder: URL
}

/** The exercise of the operator who is logged in. */
export function exerciseHandlers({
  exercise,
  auth,
  portraitFolder,
}: Parts): Pick<Handlers, Extract<keyof Handlers, `exercise.${string}`>> {
  const by = () => auth.require().operatorId
  return {
    'exercise.view': ({ language }) => exercise.view(by(), language),
    'exercise.face': ({ reference }) => {
      const face = exercise.faceOf(by(), reference)
      return { dataUrl: face && pictureUrl(face, portraitFolder) }
    },
    'exercise.begin': () => {
      exercise.begin(by())
      return null
    },
  }
}
