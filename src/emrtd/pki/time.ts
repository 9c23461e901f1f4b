import { codeOf } from '../failure.ts'
import { expectTag, malformed, type BerNode } from '../tlv/ber.ts'

const utcTime = 0x17
const generalizedTime = 0x18

/**
 * UTCTime or GeneralizedTime (RFC 5280 §4.1.2.5), also without seconds, with fractions or with an offset, which older
 * issuers write. Two-digit years from 50 on are of the 20th century. Fails with `chip_data_malformed`.
 */
export function readTime(node: BerNode | undefined): Date {
  const tag = node?.tag === generalizedTime ? generalizedTime : utcTime
  const text = String.fromCharCode(...expectTag(node, tag).value.subarray(0, 40))
  const year = tag === utcTime ? '(\\d{2})' : '(\\d{4})'
  const match = new RegExp(
    `^${year}(\\d{2})(\\d{2})(\\d{2})(\\d{2})(\\d{2})?(?:[.,]\\d+)?(?:Z|([+-])(\\d{2})(\\d{2}))?$`,
  ).exec(text)
  if (match === null) throw malformed('time')
  const [years, month, day, hours, minutes, seconds] = match.slice(1, 7).map((part) => Number(part ?? '0'))
  const offset = match[7] === undefined ? 0 : (Number(match[8]) * 60 + Number(match[9])) * (match[7] === '-' ? -1 : 1)
  const full = tag === generalizedTime ? (years ?? 0) : (years ?? 0) + ((years ?? 0) < 50 ? 2000 : 1900)
  const time = new Date(0)
  time.setUTCFullYear(full, (month ?? 0) - 1, day)
  time.setUTCHours(hours ?? 0, (minutes ?? 0) - offset, seconds)
  return time
}

/** As `readTime`, but null for what cannot be read: for times that only inform. */
export function readTimeOrNull(node: BerNode | undefined): Date | null {
  try {
    return readTime(node)
  } catch (error) {
    if (codeOf(error) === 'chip_data_malformed') return null
    throw error
  }
}
