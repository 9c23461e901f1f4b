import { isAbsolute } from 'node:path'
import { z } from 'zod'

/** What decides how the shell presents itself, from the same variables as the station's. All optional. */
const Variables = z.object({
  /** `window`; `fullscreen`, which can be left; `kiosk`, which cannot. */
  GUICHET_PRESENCE: z.enum(['window', 'fullscreen', 'kiosk']).default('window'),
  /** Where receipts and exports are stored, absolute; the system's download folder otherwise. */
  GUICHET_DOWNLOADS: z.string().refine(isAbsolute).optional(),
})

export interface ShellSettings {
  presence: 'window' | 'fullscreen' | 'kiosk'
  downloadFolder: string | null
}

/** A value that makes no sense stops the start with zod's message. */
export function shellSettingsFrom(variables: Record<string, string | undefined>): ShellSettings {
  const { GUICHET_PRESENCE: presence, GUICHET_DOWNLOADS: downloadFolder = null } = Variables.parse(variables)
  return { presence, downloadFolder }
}
