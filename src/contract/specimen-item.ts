import { z } from 'zod'

/** A specimen of training mode: what the trainer shows the kiosk. The picture is an SVG of the data page, as a data URL. */
export const SpecimenItem = z.object({
  key: z.string(),
  title: z.string(),
  reference: z.string(),
  documentType: z.string(),
  documentNumber: z.string(),
  mrzLines: z.array(z.string()),
  can: z.string().nullable(),
  teaches: z.string(),
})
export type SpecimenItem = z.infer<typeof SpecimenItem>
