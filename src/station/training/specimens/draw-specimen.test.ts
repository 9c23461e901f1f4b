import { describe, expect, it } from 'vitest'
import { drawSpecimenSvg } from './draw-specimen.ts'
import { loadPortrait, portraitDataUrl } from './specimen-card.ts'
import { dateSpecimen } from '../../../virtual-card/printed-document.ts'
import { specimens } from './specimens.ts'

const today = new Date('2026-11-21T12:00:00Z')

describe.each(specimens.map((specimen) => [specimen.key, specimen] as const))('%s', (_, specimen) => {
  const dated = dateSpecimen(specimen, today)
  const svg = drawSpecimenSvg(dated, portraitDataUrl(specimen))

  it('shows the MRZ sign by sign and says that it is worth nothing', () => {
    const signs = [...svg.matchAll(/<text x="[\d.]+" y="[\d.]+">(.|&#60;)<\/text>/g)].map(([, sign]) =>
      sign!.replace('&#60;', '<'),
    )
    expect(signs.join('')).toBe(dated.mrzLines.join(''))
    expect(svg).toContain('SANS VALEUR')
  })

  it('has a portrait small enough for a chip', () => {
    expect(loadPortrait(specimen).image.length).toBeLessThanOrEqual(20_000)
  })
})

it('writes markup in names as text', () => {
  const [first] = specimens
  const rough = { ...first!, holder: { ...first!.holder, surname: '<a&b">' } }
  expect(drawSpecimenSvg({ ...dateSpecimen(first!, today), holder: rough.holder }, '')).toContain(
    '&#60;A&#38;B&#34;&#62;',
  )
})
