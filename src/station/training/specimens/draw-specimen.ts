import { specimenAddress, type Dated, type SpecimenKind } from '../../../virtual-card/printed-document.ts'

/** All lengths are tenths of a millimetre: the drawing has the document's own size. */
interface Card {
  width: number
  height: number
  title: string
  ground: string
  ink: string
  portrait: { x: number; y: number; width: number; height: number }
  fields: { x: number; y: number; step: number }
  /** TD1 documents have the MRZ on the back, which is drawn below the front. */
  mrzOnBack: boolean
}

const idOne = {
  width: 856,
  height: 540,
  portrait: { x: 40, y: 130, width: 230, height: 296 },
  fields: { x: 300, y: 132, step: 50 },
  mrzOnBack: true,
}
const passportPage = {
  width: 1250,
  height: 880,
  portrait: { x: 50, y: 160, width: 350, height: 450 },
  fields: { x: 440, y: 165, step: 66 },
  mrzOnBack: false,
}

const cards: Record<SpecimenKind, Card> = {
  passport: { ...passportPage, title: 'PASSEPORT / PASSPORT', ground: '#f3e6ea', ink: '#6d2338' },
  old_passport: { ...passportPage, title: 'PASSEPORT / PASSPORT', ground: '#efe7dd', ink: '#5c3a21' },
  foreign_passport: { ...passportPage, title: 'PASPOORT / PASSEPORT / REISEPASS', ground: '#e9ece1', ink: '#3c4a22' },
  cnie: { ...idOne, title: 'CARTE D’IDENTITÉ / IDENTITY CARD', ground: '#e4ecf3', ink: '#214b6d' },
  residence_permit: { ...idOne, title: 'TITRE DE SÉJOUR / RESIDENCE PERMIT', ground: '#f2e7ef', ink: '#6b2f5e' },
  cni_1995: {
    width: 1050,
    height: 740,
    title: 'CARTE NATIONALE D’IDENTITÉ',
    ground: '#dfe8f2',
    ink: '#1f3f66',
    portrait: { x: 50, y: 150, width: 270, height: 350 },
    fields: { x: 360, y: 150, step: 58 },
    mrzOnBack: false,
  },
}

const escape = (text: string) => text.replace(/[<>&"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

const printedDate = (date: string) => date.split('-').reverse().join(' ')

function text(x: number, y: number, size: number, content: string, extra = ''): string {
  return `<text x="${x}" y="${y}" font-size="${size}" ${extra}>${escape(content)}</text>`
}

/** What is printed on the front, label and value. */
function printedFields({ holder, documentNumber, issueDate, expiryDate }: Dated): [string, string][] {
  const usage: [string, string][] = holder.usageName
    ? [['Nom d’usage / Alternate name', holder.usageName.toUpperCase()]]
    : []
  return [
    ['Nom / Surname', holder.surname.toUpperCase()],
    ...usage,
    ['Prénoms / Given names', holder.givenNames.join(', ')],
    ['Sexe, nationalité / Sex, nationality', `${holder.sex}   ${holder.nationality}`],
    ['Né(e) le / Date of birth', `${printedDate(holder.birthDate)}   ${holder.birthPlace.name.toUpperCase()}`],
    ['N° du document / Document No', documentNumber],
    ['Délivré le / Issued', printedDate(issueDate)],
    ['Expire le / Expires', printedDate(expiryDate)],
  ]
}

/** Wavy lines in the manner of a security print, from the specimen's own number so that no two are alike. */
function groundPattern({ width, height, ink }: Card, seed: number): string {
  const wave = (row: number) => {
    const y = row * 26
    const bend = 14 + ((seed + row * 7) % 18)
    return `M0 ${y} q${width / 8} ${-bend} ${width / 4} 0 t${width / 4} 0 t${width / 4} 0 t${width / 4} 0`
  }
  const rows = Array.from({ length: Math.ceil(height / 26) + 1 }, (_, row) => wave(row))
  return `<path d="${rows.join('')}" fill="none" stroke="${ink}" stroke-width="1.2" opacity=".16"/>`
}

/** Doc 9303-3 §4.2: OCR-B at ten characters an inch, every sign in the middle of its own place. */
function drawMrz(lines: readonly string[], { width }: Card, bottom: number): string {
  const pitch = 25.4
  const left = (width - lines[0]!.length * pitch) / 2
  // One element a sign: renderers differ in what they make of a list of places.
  const rows = lines.flatMap((line, row) => {
    const y = bottom - 62 - (lines.length - 1 - row) * 63.5
    return [...line].map(
      (sign, at) => `<text x="${(left + (at + 0.5) * pitch).toFixed(1)}" y="${y}">${escape(sign)}</text>`,
    )
  })
  const style = 'font-family="OCR B, OCRB, OCR-B, monospace" font-size="42" text-anchor="middle" fill="#111"'
  return `<g ${style}>${rows.join('')}</g>`
}

function side(card: Card, y: number, seed: number, contents: string): string {
  const { width, height, ground, ink } = card
  return `<svg y="${y}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
    <rect width="${width}" height="${height}" fill="${ground}"/>${groundPattern(card, seed)}
    <text x="${width / 2}" y="${height * 0.56}" font-size="${width / 7}" font-weight="700" text-anchor="middle" fill="#b3261e"
      opacity=".12" transform="rotate(-16 ${width / 2} ${height / 2})">SPÉCIMEN</text>${contents}
    <rect x="2" y="2" width="${width - 4}" height="${height - 4}" fill="none" stroke="${ink}" stroke-opacity=".5" stroke-width="4"/></svg>`
}

function front(specimen: Dated, card: Card, portraitUrl: string): string {
  const { ink, portrait, fields, width } = card
  const rows = printedFields(specimen).map(([label, value], row) => {
    const y = fields.y + row * fields.step
    const small = fields.step * 0.27
    return (
      text(fields.x, y, small, label, `fill="${ink}"`) +
      text(fields.x, y + fields.step * 0.48, small * 1.65, value, 'fill="#1a1a1a" font-weight="600"')
    )
  })
  const { x, y, width: w, height: h } = portrait
  const can = specimen.can
    ? text(width - 40, card.height - 30, 34, specimen.can, 'text-anchor="end" fill="#1a1a1a"')
    : ''
  return `${text(40, 62, 34, card.title, `fill="${ink}" font-weight="700"`)}
    ${text(40, 96, 20, 'DOCUMENT DE FORMATION - SANS VALEUR', 'fill="#b3261e"')}${can}
    <image href="${portraitUrl}" x="${x}" y="${y}" width="${w}" height="${h}" preserveAspectRatio="xMidYMid slice"/>
    ${rows.join('')}`
}

function back(specimen: Dated, card: Card): string {
  const { lines, postcode, city } = specimenAddress
  const address = [...lines, `${postcode} ${city}`].map((line, row) =>
    text(40, 110 + row * 42, 28, line, 'fill="#1a1a1a"'),
  )
  const band = `<rect x="0" y="${card.height - 240}" width="${card.width}" height="210" fill="#fdfdfb"/>`
  return `${text(40, 66, 18, 'Adresse / Address', `fill="${card.ink}"`)}${address.join('')}${band}${drawMrz(specimen.mrzLines, card, card.height)}`
}

const fontFace = (url: string | null) =>
  url === null ? '' : `<style>@font-face { font-family: 'OCR B'; src: url('${url}'); }</style>`

/**
 * An SVG of the specimen's data page in the document's own size (viewBox in tenths of a millimetre); TD1 documents with
 * the back below the front. `portraitUrl` is a data URL. The MRZ is set in the font of
 * `mrzFontUrl`, another data URL, or in OCR-B where that is installed.
 */
export function drawSpecimenSvg(specimen: Dated, portraitUrl: string, mrzFontUrl: string | null = null): string {
  const card = cards[specimen.kind]
  const { width, height, mrzOnBack: mrzOnBack } = card
  const seed = specimen.documentNumber.charCodeAt(specimen.documentNumber.length - 1)
  const band = `<rect x="0" y="${height - 190}" width="${width}" height="190" fill="#fdfdfb"/>`
  const page = front(specimen, card, portraitUrl)
  const gap = 40
  const sides = mrzOnBack
    ? side(card, 0, seed, page) + side(card, height + gap, seed + 5, back(specimen, card))
    : side(card, 0, seed, page + band + drawMrz(specimen.mrzLines, card, height))
  const total = mrzOnBack ? 2 * height + gap : height
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width / 10}mm" height="${total / 10}mm" viewBox="0 0 ${width} ${total}"
    font-family="Atkinson Hyperlegible Next, Atkinson Hyperlegible, DejaVu Sans, sans-serif">${fontFace(mrzFontUrl)}${sides}</svg>`
}
