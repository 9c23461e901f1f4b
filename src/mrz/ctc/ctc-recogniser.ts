import { Failure } from '../../contract/failure.ts'
import type { RecognisedSymbol, Recogniser } from '../recogniser.ts'
import { createNetwork } from './network.ts'
import type { Steps } from './network.ts'

/** Second thoughts less likely than this beside the first are left out. */
const leastShare = 0.01
const mostOthers = 5

/** The likeliest class of each step. */
function bestOf({ count, classes, probabilities }: Steps): number[] {
  return Array.from({ length: count }, (_, step) => {
    const row = probabilities.subarray(step * classes, (step + 1) * classes)
    return row.indexOf(row.reduce((a, b) => Math.max(a, b)))
  })
}

/** tesseract's scale, which the thresholds of the pipeline are on: 100 + 35 ln p. */
const confidenceOf = (chance: number): number => Math.max(0, 100 + 35 * Math.log(chance))

/** One character: a run of steps whose likeliest class is `best`. What it may be instead is what the surest of them thought of besides. */
function symbolOf(
  { classes, probabilities }: Steps,
  alphabet: string,
  { best, from, to }: { best: number; from: number; to: number },
): Omit<RecognisedSymbol, 'from' | 'to'> {
  const chanceAt = (at: number, of: number): number => probabilities[at * classes + of]!
  let peak = from
  for (let at = from; at < to; at++) if (chanceAt(at, best) > chanceAt(peak, best)) peak = at
  const chance = chanceAt(peak, best)
  const others = Array.from(alphabet, (char, i) => ({ char, share: chanceAt(peak, i + 1) / chance }))
    .filter(({ share }, i) => i + 1 !== best && share >= leastShare)
    .sort((a, b) => b.share - a.share)
    .slice(0, mostOthers)
  return { char: alphabet[best - 1]!, confidence: confidenceOf(chance), others }
}

/** Characters as runs of the same likeliest class, with steps that say nothing between those alike. */
export function symbolsOf(steps: Steps, alphabet: string, step: number): RecognisedSymbol[] {
  const likeliest = bestOf(steps)
  const symbols: RecognisedSymbol[] = []
  for (let from = 0; from < likeliest.length;) {
    const best = likeliest[from]!
    let to = from + 1
    while (likeliest[to] === best) to++
    if (best !== 0) symbols.push({ ...symbolOf(steps, alphabet, { best, from, to }), from: from * step, to: to * step })
    from = to
  }
  return symbols
}

/**
 * Reads lines by a convolutional network of our own, which looks at about three letters to either side and knows no names: it errs
 * otherwise than tesseract.js's recurrent one. Fails with `mrz_recogniser_unavailable` when `load` fails or brings no model.
 */
export async function createCtcRecogniser(load: () => Promise<Uint8Array>): Promise<Recogniser> {
  try {
    const { model, run } = await createNetwork(await load())
    return {
      kind: 'convolutional',
      recogniseLine: (strip) => {
        const symbols = symbolsOf(run(strip), model.alphabet, model.step)
        return Promise.resolve({ text: symbols.map(({ char }) => char).join(''), symbols })
      },
    }
  } catch (cause) {
    throw new Failure('mrz_recogniser_unavailable', String(cause), { cause })
  }
}
