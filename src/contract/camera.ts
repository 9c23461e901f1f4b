import { z } from 'zod'

/** The page's camera as its browser tells of it: `refused` where the browser may not open it, `none` where none is plugged in. */
export const FoundCamera = z.object({
  state: z.enum(['ready', 'none', 'refused']),
  /** The maker's own designation, 200 characters at most; null where the browser gives none, or one that may be somebody's. */
  model: z.string().max(200).nullable(),
})
export type FoundCamera = z.infer<typeof FoundCamera>

/** The same as a station tells it to central: `unknown` before a page has told. */
export const StationCamera = z.object({
  ...FoundCamera.shape,
  state: z.enum([...FoundCamera.shape.state.options, 'unknown']),
})
export type StationCamera = z.infer<typeof StationCamera>

/**
 * Labels that a maker or the browser gave: with the USB vendor and product (Chromium's own addition), Android's lenses by number, the
 * browser's simulated camera. Every other may be a name that a person gave to a telephone.
 */
const makersLabels = [
  /\([0-9a-f]{4}:[0-9a-f]{4}\)$/,
  /^camera2? \d+, facing (front|back|external)$/,
  /^fake_device_\d+$/,
]

/** The label of a video input where it is the maker's, else null. */
export function modelOf(label: string): string | null {
  const text = label.trim().slice(0, 200)
  return makersLabels.some((form) => form.test(text)) ? text : null
}
