/** Where the day of issue comes from; `asked`: the caller named a day in its place. */
export type IssueSource = 'dg12' | 'signing_time' | 'estimated' | 'asked'

/** The day a document was issued, by which its certificates are judged. */
export interface IssueDay {
  /** ISO day, as it is shown. */
  readonly day: string
  readonly source: IssueSource
  /** The moments it may have been; the same twice where it is known to the second. */
  readonly earliest: Date
  readonly latest: Date
}

/** Has certificates judged at one moment, whenever the document was issued. */
export const onDay = (at: Date): IssueDay => ({ day: isoDay(at), source: 'asked', earliest: at, latest: at })

/** Source and day, for the technical detail of a check. */
export const describeIssueDay = ({ day, source }: IssueDay): string => `${sourceWords[source]} ${day}`

/** The day of a moment in UTC, `?` for what is none. */
export const isoDay = (date: Date): string => (Number.isNaN(date.getTime()) ? '?' : date.toISOString().slice(0, 10))

const sourceWords: Record<IssueSource, string> = {
  dg12: 'issued (DG12)',
  signing_time: 'issued (signing time)',
  estimated: 'issued (estimated)',
  asked: 'judged at',
}
