interface Shape {
  colour: string
  kind: 'rectangle' | 'ellipse'
  /** Left, top, width, height; or middle and half axes. */
  at: readonly number[]
}

/** What a camera or a chip shows in the gallery: shapes one over another. */
export interface Drawing {
  width: number
  height: number
  ground: string
  shapes: readonly Shape[]
}

export const shape = (colour: string, kind: Shape['kind'], ...at: number[]): Shape => ({ colour, kind, at })
