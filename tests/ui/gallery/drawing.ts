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

/** The drawing as the data URL of a picture. */
export function drawnAs({ width, height, ground, shapes }: Drawing): string {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const pen = canvas.getContext('2d')!
  pen.fillStyle = ground
  pen.fillRect(0, 0, width, height)
  for (const { colour, kind, at } of shapes) {
    const [x, y, w, h] = at as [number, number, number, number]
    pen.fillStyle = colour
    pen.beginPath()
    if (kind === 'rectangle') pen.rect(x, y, w, h)
    else pen.ellipse(x, y, w, h, 0, 0, 7)
    pen.fill()
  }
  return canvas.toDataURL('image/png')
}
