import { z } from 'zod'

/** What this screen remembers of its own: nothing about people. */
export const Preferences = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  sound: z.boolean().default(true),
  language: z.enum(['fr', 'en']).nullable().default(null),
  cameraId: z.string().nullable().default(null),
})
export type Preferences = z.infer<typeof Preferences>

const key = 'guichet.preferences'

export function readPreferences(): Preferences {
  try {
    return Preferences.parse(JSON.parse(localStorage.getItem(key) ?? '{}'))
  } catch {
    return Preferences.parse({})
  }
}

export function writePreferences(preferences: Preferences): void {
  try {
    localStorage.setItem(key, JSON.stringify(preferences))
  } catch {
    // Storage may be denied; the choice then lasts until the page is left.
  }
}
