import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pictureUrl } from './specimens/specimen-card.ts'
import { drawSpecimenSvg } from './specimens/draw-specimen.ts'
import { specimenReference } from './specimens/specimen-applications.ts'
import { shownSpecimen, shownVisitor, type ShownDocument } from './shown-document.ts'
import type { Visitors } from './visitors.ts'
import { dateSpecimen } from '../../virtual-card/printed-document.ts'
import { specimens } from './specimens/specimens.ts'
import { Failure } from '../../contract/failure.ts'
import type { Handlers } from '../wire/dispatch.ts'
import type { Sync } from '../sync/port.ts'
import type { SimulatedChipReader } from './simulated-chip-reader.ts'

type Names = Extract<keyof Handlers, `training.${string}`>

interface Parts {
  /** Null outside training, or in training with a real reader. */
  reader: SimulatedChipReader | null
  isTraining: boolean
  /** Of whoever is logged in. */
  operatorId: () => string
  visitors: Visitors
  sync: Pick<Sync, 'playOffline'>
  /** Holds the specimens' portraits. */
  portraitFolder: URL
  /** Holds OCR-B, which no clerk's machine has installed. */
  fontsFolder: string
  now: () => Date
}

const askTimeoutMs = 15_000

const mrzFontUrl = (fontsFolder: string) =>
  `data:font/woff;base64,${readFileSync(join(fontsFolder, 'ocr-b-mrz.woff')).toString('base64')}`

/** The specimen shelf of training mode; elsewhere every request of it is `forbidden`. */
export function trainingHandlers({
  reader,
  isTraining,
  operatorId,
  visitors,
  sync,
  portraitFolder,
  fontsFolder,
  now,
}: Parts): Pick<Handlers, Names> {
  const requireTraining = () => {
    if (!isTraining) throw new Failure('forbidden')
  }
  const simulated = (): SimulatedChipReader => {
    requireTraining()
    if (reader === null) throw new Failure('forbidden', 'the reader is a real one')
    return reader
  }
  /** By a specimen's key, or by the reference of a visitor. */
  const find = (key: string): ShownDocument => {
    requireTraining()
    const visitor = visitors.find(key)
    const shown = visitor ? shownVisitor(visitor, now(), portraitFolder) : shownSpecimen(key, now(), portraitFolder)
    if (shown === null) throw new Failure('not_found')
    return shown
  }
  return {
    'training.specimens': ({ language }) => {
      requireTraining()
      return specimens.map((specimen) => ({
        key: specimen.key,
        title: specimen.title[language],
        teaches: specimen.teaches[language],
        reference: specimenReference(specimen),
        documentType: specimen.documentType,
        documentNumber: specimen.documentNumber,
        mrzLines: [...dateSpecimen(specimen, now()).mrzLines],
        can: specimen.can,
      }))
    },
    'training.nextVisitor': async () => ({
      reference: await visitors.next(operatorId(), AbortSignal.timeout(askTimeoutMs)),
    }),
    'training.visitor': ({ reference }) => {
      requireTraining()
      const visitor = visitors.find(reference)
      return visitor && { key: reference, can: visitor.document.can }
    },
    'training.picture': ({ key }) => {
      const { printed, portrait } = find(key)
      const svg = drawSpecimenSvg(printed, pictureUrl(portrait, portraitFolder), mrzFontUrl(fontsFolder))
      return { dataUrl: `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}` }
    },
    'training.pullNext': () => {
      simulated().pullNext()
      return null
    },
    'training.playOffline': ({ offline }) => {
      sync.playOffline(offline)
      return null
    },
    'training.present': ({ key }) => {
      simulated().present(key === null ? null : find(key).card())
      return null
    },
  }
}
