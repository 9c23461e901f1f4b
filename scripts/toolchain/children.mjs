import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { root } from './node.mjs'
import { watchPackageManager } from './starter.mjs'

/** Killed, this command can end nobody any more: a service sees that itself. */
const endWithUs = ['--import', new URL(`end-with-starter.mjs?starter=${process.pid}`, import.meta.url).href]

/** Between the end of a service that may die and its next start. */
const restartMs = 2_000
/** After this a child that was asked to end is ended. */
const patienceMs = 10_000

/**
 * The processes of one command. Each has a process group of its own: Ctrl+C is for the command, which then stops them in
 * order, the last started first (a station before its central, so that what it sealed last may still arrive). `onStopped`
 * runs when all have ended.
 */
export function createChildren({ onStopped }) {
  const children = []
  let stopping = false

  function start(command, args, { stdio, variables = {}, shell = false }) {
    const detached = process.platform !== 'win32'
    const child = spawn(command, args, { cwd: root, stdio, shell, detached, env: { ...process.env, ...variables } })
    children.push(child)
    return child
  }

  /**
   * Starts one of our services and answers the line of JSON with which it says that it is ready. A watched one says so
   * again after each restart: `onReady` hears every time, with the child, whose standard input asks for more. One that `mayDie` is
   * started again at its own port and takes nobody with it: a kiosk without central goes on.
   */
  function startService(name, args, variables, onReady = () => {}, mayDie = false) {
    const child = start(...withoutDumps(process.execPath, [...endWithUs, ...args]), {
      stdio: ['pipe', 'pipe', 'inherit'],
      variables,
    })
    // It may have ended: then nobody asks any more.
    child.stdin.on('error', () => {})
    let port = null
    return new Promise((resolve) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (!line.startsWith('{"url"')) return
        const ready = JSON.parse(line)
        port = new URL(ready.url).port
        onReady(ready, child)
        resolve(ready)
      })
      child.on('exit', (code) => {
        if (stopping) return
        console.error(`The ${name} stopped (code ${code}).`)
        if (!mayDie || port === null) return void stopAll(1)
        children.splice(children.indexOf(child), 1)
        setTimeout(() => {
          if (!stopping) void startService(name, args, { ...variables, PORT: port }, onReady, mayDie)
        }, restartMs)
      })
    })
  }

  async function stopAll(code) {
    if (stopping) return
    stopping = true
    for (const child of children.reverse()) await stopChild(child)
    await onStopped()
    process.exit(code)
  }

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stopAll(0))
  watchPackageManager(() => void stopAll(0))
  return { start, startService, stopAll }
}

/** A core file of a process would hold whatever its memory held: PINs, names, portraits. */
function withoutDumps(command, args) {
  if (process.platform === 'win32') return [command, args]
  return ['/bin/sh', ['-c', 'ulimit -c 0; exec "$0" "$@"', command, ...args]]
}

async function stopChild(child) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  signalGroup(child, 'SIGTERM')
  const patience = setTimeout(() => signalGroup(child, 'SIGKILL'), patienceMs)
  await ended
  clearTimeout(patience)
}

function signalGroup(child, signal) {
  try {
    if (process.platform === 'win32') child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch {
    // Ended by itself meanwhile.
  }
}
