/** What of Electron's `Input` decides. */
export interface KeyPress {
  type: string
  key: string
  control: boolean
  meta: boolean
  alt: boolean
}

/** Keys alone, with Alt, and with Control or Command that would reload, zoom, go back, leave or close. */
const alone = new Set(['f5', 'f11', 'f12', 'browserback', 'browserforward', 'browserrefresh', 'browserhome'])
const withAlt = new Set(['f4', 'arrowleft', 'arrowright', 'home', ' '])
const withControl = new Set(['r', 'w', 'q', 'n', 't', 'o', 's', 'u', 'h', 'm', '+', '-', '=', '_', '0', 'f4', 'f5'])

/** Whether a kiosk keeps this key from the page and from the window. */
export function isKeptFromKiosk({ type, key, control, meta, alt }: KeyPress): boolean {
  if (type !== 'keyDown' && type !== 'rawKeyDown') return false
  const name = key.toLowerCase()
  if (alone.has(name)) return true
  // AltGr is Control and Alt: it writes letters.
  if (control && alt) return false
  return (alt && withAlt.has(name)) || ((control || meta) && withControl.has(name))
}
