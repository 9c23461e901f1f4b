import { isAbsolute } from 'node:path'
import { z } from 'zod'

/** What decides how the shell presents itself, from the same variables as the station's. All optional. */
const Variables = z.object({
  /** `window`; `fullscreen`, which can be left; `kiosk`, which cannot. */
  GUICHET_PRESENCE: z.enum(['window', 'fullscreen', 'kiosk']).default('window'),
  /** Where receipts and exports are stored, absolute; the system's download folder otherwise. */
  GUICHET_DOWNLOADS: z.string().refine(isAbsolute).optional(),
  /** The operator's own address for reports of crashes, which can hold what was in memory; none are made without it. */
  GUICHET_CRASH_REPORTS: z.url({ protocol: /^https$/ }).optional(),
})

export interface ShellSettings {
  presence: 'window' | 'fullscreen' | 'kiosk'
  downloadFolder: string | null
  crashReportUrl: string | null
}

/** A value that makes no sense stops the start with zod's message. */
export function shellSettingsFrom(variables: Record<string, string | undefined>): ShellSettings {
  const {
    GUICHET_PRESENCE: presence,
    GUICHET_DOWNLOADS: downloadFolder = null,
    GUICHET_CRASH_REPORTS: crashReportUrl = null,
  } = Variables.parse(variables)
  return { presence, downloadFolder, crashReportUrl }
}
