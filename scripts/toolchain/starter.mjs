// Plain JavaScript without dependencies: this runs on Node 20, before anything is installed.
import { readFileSync } from 'node:fs'

const everyMs = 1_000

/** What started a process; null where the system does not tell it of any but one's own. */
function parentOf(pid) {
  try {
    // proc_pid_stat(5): the name stands in brackets and may hold some itself.
    const [, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(')').at(-1).trim().split(' ')
    return Number(parent)
  } catch {
    return null
  }
}

/** Calls `onGone`, once, when what started this process has ended: whoever is left behind gets another parent (not on Windows). */
export function watchStarter(onGone) {
  watch(() => process.ppid, onGone)
}

/**
 * The same of the package manager that runs this process as one of its scripts, through the shell in between: asked to end it ends that
 * shell alone, and killed nothing. Of a start by hand nobody is watched, nor what started the package manager: both may outlive a terminal.
 */
export function watchPackageManager(onGone) {
  if (process.env.npm_lifecycle_event === undefined) return
  const shell = process.ppid
  watch(() => (process.ppid === shell ? parentOf(shell) : 'none'), onGone)
}

function watch(ask, onGone) {
  const first = ask()
  const timer = setInterval(() => {
    if (ask() === first) return
    clearInterval(timer)
    onGone()
  }, everyMs)
  timer.unref()
}
