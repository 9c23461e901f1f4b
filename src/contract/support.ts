import { z } from 'zod'

/** What came of opening the camera once, for support. No names of devices: a telephone's says whose it is. */
export const CameraTest = z.object({
  cameras: z.int().nonnegative(),
  state: z.enum(['opened', 'none', 'refused', 'busy', 'failed']),
  width: z.int().nonnegative().nullable(),
  height: z.int().nonnegative().nullable(),
})
export type CameraTest = z.infer<typeof CameraTest>
