import type { Page } from 'playwright'

/** Left, top, width and height of each main element, in pixels of the window. */
export type Geometry = Record<string, [number, number, number, number]>

/** What a screen consists of, whatever is written in it. */
const mainElements = {
  top: '.top',
  journey: '.journey',
  stage: '.stage',
  file: '.file',
  bar: '.bar',
  heading: 'h1',
  next: '#next-action',
  dialog: '[role="dialog"], [role="alertdialog"]',
  judgement: '.judgement',
  picture: '.camera .picture',
  portrait: '.portrait img',
  table: 'table',
  paper: '.paper',
}

export function geometryOf(page: Page): Promise<Geometry> {
  return page.evaluate((selectors) => {
    const found: Geometry = {}
    for (const [name, selector] of Object.entries(selectors))
      [...document.querySelectorAll(selector)].forEach((element, index) => {
        const { left, top, width, height } = element.getBoundingClientRect()
        if (!element.checkVisibility() || width <= 1) return
        found[index === 0 ? name : `${name} ${index + 1}`] = [left, top, width, height].map(Math.round) as [
          number,
          number,
          number,
          number,
        ]
      })
    return found
  }, mainElements)
}

/** Letters of another renderer may be as much wider, and a line of text may wrap. */
export const otherRendererPixels = 32

const sides = ['left', 'top', 'width', 'height'] as const

/** Where two geometries are further apart than `tolerance` pixels, in words; an element that only one has too. */
export function differencesOf(wanted: Geometry, found: Geometry, tolerance: number): string[] {
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(found)])]
  return names.flatMap((name) => {
    const [before, after] = [wanted[name], found[name]]
    if (!before) return [`${name} is not in the reference`]
    if (!after) return [`${name} is missing`]
    return sides.flatMap((side, index) =>
      Math.abs(before[index]! - after[index]!) > tolerance
        ? [`${name}: ${side} ${after[index]} instead of ${before[index]}`]
        : [],
    )
  })
}
