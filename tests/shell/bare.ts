import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { commandLineOf, descendantsOf } from '../fixtures/processes.ts'
import { startShell, type LaunchOptions } from './launch.ts'

const hardAfterMs = 30_000

/** A shell that nobody drives: Playwright holds on to a page whose process has ended, and so would keep it from coming back. */
export interface BareShell {
  process: ChildProcess
  /** The value of an expression in the page as it is now; throws where there is no page. */
  inPage(expression: string): Promise<unknown>
  /** One command of the DevTools protocol to the page. */
  send(method: string, params: object): Promise<unknown>
  /** Number of the first process of this kind. */
  processOf(type: 'renderer' | 'gpu-process'): number | null
  stop(): Promise<void>
}

export async function startBareShell(options: LaunchOptions): Promise<BareShell> {
  const child = startShell({ ...options, args: ['--remote-debugging-port=0', ...(options.args ?? [])] })
  const port = await new Promise<string>((found, failed) => {
    let text = ''
    child.stderr!.on('data', (data: Buffer) => {
      text += data.toString()
      const match = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(text)
      if (match) found(match[1]!)
    })
    child.once('exit', (code) => failed(new Error(`ended with ${code}\n${text}`)))
  })
  const send = (method: string, params: object) => command(port, method, params)
  return {
    process: child,
    send,
    async inPage(expression) {
      const answer = (await send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true })) as {
        result: { value: unknown }
      }
      return answer.result.value
    },
    processOf: (type) => descendantsOf(child.pid!).find((pid) => commandLineOf(pid).includes(`--type=${type}`)) ?? null,
    async stop() {
      if (child.exitCode !== null) return
      child.kill('SIGTERM')
      // One that does not stop in order must not hold up all the others.
      const hard = setTimeout(() => child.kill('SIGKILL'), hardAfterMs)
      const [, signal] = (await once(child, 'exit')) as [number | null, string | null]
      clearTimeout(hard)
      if (signal === 'SIGKILL') throw new Error('the shell did not stop')
    },
  }
}

/** On a connection of its own: what a page answered does not outlive the page. */
async function command(port: string, method: string, params: object): Promise<unknown> {
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
    type: string
    webSocketDebuggerUrl: string
  }[]
  const page = targets.find(({ type }) => type === 'page')
  if (page === undefined) throw new Error('no page')
  const socket = new WebSocket(page.webSocketDebuggerUrl)
  try {
    return await new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error('no answer')), 5_000).unref()
      socket.addEventListener('error', () => reject(new Error('no connection')))
      socket.addEventListener('open', () => socket.send(JSON.stringify({ id: 1, method, params })))
      socket.addEventListener('message', ({ data }) => {
        const { id, result } = JSON.parse(String(data)) as { id?: number; result?: unknown }
        if (id === 1) resolve(result)
      })
    })
  } finally {
    socket.close()
  }
}
