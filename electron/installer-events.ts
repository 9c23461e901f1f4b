import { spawn } from 'node:child_process'
import { win32 } from 'node:path'

/** What Squirrel.Windows starts the application with around an installation, and what it then asks of Squirrel's own program (its README, "Squirrel Events"). */
const shortcutOf: Record<string, string | null> = {
  '--squirrel-install': '--createShortcut',
  '--squirrel-updated': '--createShortcut',
  '--squirrel-uninstall': '--removeShortcut',
  // Of the version before, when a newer one is there.
  '--squirrel-obsolete': null,
}

export interface InstallerEvent {
  /** Squirrel's program, beside the folders of the versions, and what it is asked for; null: nothing is to be done. */
  call: { program: string; args: string[] } | null
}

/** Why the installer started this program, or null where somebody else did: then it is to open. */
export function installerEvent(platform: string, args: readonly string[], execPath: string): InstallerEvent | null {
  const event = args[1] ?? ''
  if (platform !== 'win32' || !Object.hasOwn(shortcutOf, event)) return null
  const shortcut = shortcutOf[event]!
  if (shortcut === null) return { call: null }
  const program = win32.resolve(win32.dirname(execPath), '..', 'Update.exe')
  return { call: { program, args: [`${shortcut}=${win32.basename(execPath)}`] } }
}

/** Does what the event asks for, and ends either way: no window, no store, no second kiosk beside one that runs. */
export function answerInstaller({ call }: InstallerEvent, end: () => void): void {
  if (call === null) return end()
  spawn(call.program, call.args, { detached: true, stdio: 'ignore' }).once('error', end).once('close', end)
}
