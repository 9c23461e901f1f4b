import { Failure } from '../contract/failure.ts'
import type { MrzCapture } from '../contract/mrz.ts'
import { isForClerkAlone } from './certainty.ts'
import type { MrzText } from './candidate.ts'
import { greyOf } from './picture.ts'
import type { Picture } from './picture.ts'
import type { Readers } from './recogniser.ts'
import { isMrz, isOtherPaper, readLines, searchMrz } from './search-mrz.ts'
import { settleReadings } from './settle.ts'
import type { MrzScan } from './settle.ts'
import { firstCut, furtherCuts, letterHeightOf } from './strip.ts'

/** Larger pictures are averaged down to this; an A4 page at 200 dots per inch. */
const longestSide = 2400
/** Lines recognised for one picture: what bounds the time of a picture without an MRZ. */
const mostLines = 80
/**
 * Rounds of a still picture before it may be certain, and the same for letters lower than `smallLetters` pixels, which both networks
 * misread more often.
 */
const leastRounds = 1
const roundsForSmall = 2
const smallLetters = 13

/** Cuts of each further round, for the thorough network and for the quick one: no cut is read twice by the same. */
const rounds = [
  [furtherCuts[0]!, furtherCuts[1]!],
  [firstCut, furtherCuts[3]!],
  [furtherCuts[2]!, furtherCuts[4]!],
] as const

/**
 * Finds and reads the machine readable zone of a picture, whatever its place, tilt and light. The quick
 * network finds it; then each further round reads every line by both networks, each cut in another way, while anything is uncertain
 * that another round may settle, or the letters are small. Fails with `mrz_not_found`, `mrz_document_not_identity`
 * (vehicle papers), `mrz_image_unreadable`, `mrz_image_too_large`, `mrz_recogniser_unavailable`. `besides` are readings of other pictures of the same
 * document, which vote as well.
 */
export async function readMrz(
  picture: Picture,
  readers: Readers,
  { now, source = 'image', besides = [] }: { now: Date; source?: MrzCapture['source']; besides?: readonly MrzText[] },
): Promise<MrzScan> {
  const image = greyOf(picture, longestSide)
  const { read: best } = await searchMrz(readers.quick, image, { lines: mostLines, scales: 3, cut: firstCut })
  if (best && isOtherPaper(best)) throw new Failure('mrz_document_not_identity')
  if (!best || !isMrz(best)) throw new Failure('mrz_not_found')
  const isSmall = Math.min(...best.sources.map(letterHeightOf)) < smallLetters
  const least = isSmall ? roundsForSmall : leastRounds
  const readings = [best.text, ...besides]
  let scan = settleReadings(readings, source, now)
  for (const [i, cuts] of rounds.entries()) {
    const again = await Promise.all(
      [readers.thorough, readers.quick].map((reader, j) =>
        readLines(reader, best.sources, { ...cuts[j]!, turned: best.turned }),
      ),
    )
    readings.push(...again.filter((text) => text !== null))
    scan = settleReadings(readings, source, now)
    if (i + 1 >= least && isForClerkAlone(scan.capture.uncertain)) break
  }
  return scan
}
