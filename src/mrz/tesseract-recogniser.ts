import { createScheduler, createWorker, OEM, PSM } from 'tesseract.js'
import type { Worker } from 'tesseract.js'
import { Failure } from '../contract/failure.ts'
import type { Grey } from './picture.ts'
import type { Other, RecognisedSymbol, Recogniser } from './recogniser.ts'

/** Folders or addresses of the engine's parts, all the product's own, never a public server. */
export type TesseractPaths = {
  /** Folder holding `<language>.traineddata`. */
  langPath: string
  language?: string
  gzip?: boolean
  /** Browser only: tesseract.js's worker script and the folder of tesseract.js-core. */
  workerPath?: string
  corePath?: string
}

export type TesseractRecogniser = Recogniser & { close: () => Promise<void> }

type JsonSymbol = { text: string; confidence: number; bbox: { x0: number; x1: number } }
type JsonPage = {
  hocr: string | null
  blocks: { paragraphs: { lines: { words: { symbols: JsonSymbol[] }[] }[] }[] }[] | null
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<'

/** Netpbm grey (P5): the one picture format that needs no encoder. */
function encodePgm({ width, height, data }: Grey): Uint8Array {
  const header = Array.from(`P5\n${width} ${height}\n255\n`, (char) => char.charCodeAt(0))
  const file = new Uint8Array(header.length + data.length)
  file.set(header)
  file.set(data, header.length)
  return file
}

/** Scores of the engine's choices lie this much apart for a factor e of likelihood (seen on lines of known text). */
const scorePerFactor = 12
const leastShare = 0.01

/** The engine tells its second choices for each symbol only in hOCR (`lstm_choice_mode` 2), in the order of the symbols. */
function choicesOf(hocr: string): Other[][] {
  return Array.from(hocr.matchAll(/id='lstm_choices_[^']*'>(.*?)<\/span><\/span>/gs), ([, list = '']) => {
    const choices = Array.from(list.matchAll(/x_confs ([0-9.]+)'>([^<]+)/g), ([, score, char = '']) => ({
      char: char === '&lt;' ? '<' : char,
      score: Number(score),
    }))
    const most = Math.max(0, ...choices.map(({ score }) => score))
    return choices
      .map(({ char, score }) => ({ char, share: Math.exp((score - most) / scorePerFactor) }))
      .filter(({ char, share }) => share >= leastShare && alphabet.includes(char))
      .sort((a, b) => b.share - a.share)
  })
}

function symbolsOf({ blocks, hocr }: JsonPage): RecognisedSymbol[] {
  const lines = (blocks ?? []).flatMap((block) => block.paragraphs.flatMap((paragraph) => paragraph.lines))
  const symbols = lines.flatMap((line) => line.words.flatMap((word) => word.symbols))
  const choices = choicesOf(hocr ?? '')
  const known = choices.length === symbols.length
  return symbols
    .map(({ text, confidence, bbox }, i) => ({
      char: text,
      confidence,
      from: bbox.x0,
      to: bbox.x1,
      others: known ? choices[i]!.filter(({ char }) => char !== text) : [],
    }))
    .filter(({ char }) => char.length === 1 && alphabet.includes(char))
}

/** tesseract.js tells of data it cannot load only through its error handler: its own promise would wait forever. */
function openWorker(paths: TesseractPaths): Promise<Worker> {
  const { langPath, language = 'ocrb', gzip = false, workerPath, corePath } = paths
  return new Promise((resolve, reject) => {
    const options = {
      langPath,
      gzip,
      cacheMethod: 'none',
      workerBlobURL: false,
      errorHandler: reject,
      ...(workerPath ? { workerPath } : {}),
      ...(corePath ? { corePath } : {}),
    }
    createWorker(language, OEM.LSTM_ONLY, options).then(resolve, reject)
  })
}

/** The lines of an MRZ are recognised side by side. */
const engines = 2

async function openEngine(paths: TesseractPaths): Promise<Worker> {
  const worker = await openWorker(paths)
  await worker.setParameters({
    tessedit_pageseg_mode: PSM.RAW_LINE,
    tessedit_char_whitelist: alphabet,
    user_defined_dpi: '300',
    lstm_choice_mode: '2',
  })
  return worker
}

/**
 * tesseract.js with one language file, offline, one line at a time for each of its two engines (page segmentation 13, raw
 * line). Works in Node and in a browser's worker. Fails with `mrz_recogniser_unavailable` when an engine or its data cannot
 * be loaded.
 */
export async function createTesseractRecogniser(paths: TesseractPaths): Promise<TesseractRecogniser> {
  const scheduler = createScheduler()
  try {
    for (const engine of await Promise.all(Array.from({ length: engines }, () => openEngine(paths))))
      scheduler.addWorker(engine)
  } catch (cause) {
    throw new Failure('mrz_recogniser_unavailable', String(cause), { cause })
  }
  return {
    kind: 'recurrent',
    recogniseLine: async (strip) => {
      const wanted = { text: false, blocks: true, hocr: true }
      const result = await scheduler.addJob('recognize', encodePgm(strip) as never, {}, wanted)
      const symbols = symbolsOf(result.data as unknown as JsonPage)
      return { text: symbols.map((symbol) => symbol.char).join(''), symbols }
    },
    close: async () => {
      await scheduler.terminate()
    },
  }
}
