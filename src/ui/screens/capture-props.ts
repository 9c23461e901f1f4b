import type { FailureCode } from '../../contract/failure.ts'
import type { MrzCapture } from '../../contract/mrz.ts'

/** What each way of capturing the MRZ is given. */
export interface CaptureProps {
  /** Sends a reading to the station, which parses it again. */
  onCapture(capture: MrzCapture): void
  /** A picture without a usable MRZ; counts towards the cap. */
  onFailed(code: FailureCode): void
  modes: React.JSX.Element
  problem: React.JSX.Element
  pending: boolean
}
