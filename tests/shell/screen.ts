import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** A screen that nobody sees, for one test file. */
export async function openScreen(): Promise<{ display: string; close(): Promise<void> }> {
  const args = ['-displayfd', '1', '-screen', '0', '1400x900x24', '-nolisten', 'tcp', '-ac']
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'pipe', 'ignore'] })
  const number = await new Promise<string>((found, failed) => {
    createInterface({ input: server.stdout }).once('line', found)
    server.once('error', failed).once('exit', (code) => failed(new Error(`Xvfb ended with ${code}`)))
  })
  return {
    display: `:${number}`,
    async close() {
      if (server.exitCode !== null) return
      server.kill('SIGTERM')
      await once(server, 'exit')
    },
  }
}
