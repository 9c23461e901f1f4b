import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { uptime } from 'node:os'
import { join } from 'node:path'

/**
 * Takes the folder for this process; answers the function that gives it back, or null when a running process has it.
 * Central's embedded database does not keep a second process out by itself.
 */
export function takeFolder(folder) {
  const file = join(folder, 'start.lock')
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    if (isHeld(file)) return null
    writeFileSync(file, String(process.pid))
  }
  return () => rmSync(file, { force: true })
}

/** Not when a killed process left it, nor when it is older than the machine's start: its number is somebody else's now. */
function isHeld(file) {
  const startedMs = Date.now() - uptime() * 1000
  return statSync(file).mtimeMs > startedMs && isRunning(Number(readFileSync(file, 'utf8')))
}

function isRunning(pid) {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
