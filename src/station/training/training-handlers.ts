import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findSpecimen, createSpecimenCard, portraitDataUrl } from './specimens/specimen-card.ts'
import { drawSpecimenSvg } from './specimens/draw-specimen.ts'
import { specimenReference } from './specimens/specimen-applications.ts'
import { dateSpecimen, type DatedSpecimen } from './specimens/specimen.ts'
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
  sync: Pick<Sync, 'playOffline'>
  /** Holds the specimens' portraits. */
  portraitFolder: URL
  /** Holds OCR-B, which no clerk's machine has installed. */
  fontsFolder: string
  now: () => Date
}

const mrzFontUrl = (fontsFolder: string) =>
  `data:font/woff;base64,${readFileSync(join(fontsFolder, 'ocr-b-mrz.woff')).toString('base64')}`

/** The specimen shelf of training mode; elsewhere every request of it is `forbidden`. */
export function trainingHandlers({
  reader,
  isTraining,
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
  const find = (key: string): DatedSpecimen => {
    requireTraining()
    const specimen = findSpecimen(key, now())
    if (specimen === null) throw new Failure('not_found')
    return specimen
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
    'training.picture': ({ key }) => {
      const specimen = find(key)
      const svg = drawSpecimenSvg(specimen, portraitDataUrl(specimen, portraitFolder), mrzFontUrl(fontsFolder))
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
      simulated().present(key === null ? null : createSpecimenCard(find(key), { today: now(), folder: portraitFolder }))
      return null
    },
  }
}
