import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { startChild, type Child } from '../chaos/processes.ts'
import { freePort } from '../fixtures/free-port.ts'
import { bundleChild } from './bundle-child.ts'

/** Instances behind one address; a request goes to one of those that live, whichever answered before. */
export type Instances = {
  /** Ends one by SIGKILL and starts it again; how many there are stays. */
  kill(index: number): Promise<void>
  /** What instances said that ended by themselves. */
  complaints: string[]
  stop(): Promise<void>
}

type Instance = { port: number; child: Child; isUp: boolean }
const person = /person-(\d+)/

/** Starts `count` instances, each with another that is loaded and takes its place, and the balancer that listens on `port`. */
export async function startInstances(count: number, port: number, databaseUrl: string): Promise<Instances> {
  const origin = `http://localhost:${port}`
  const complaints: string[] = []
  const agent = new Agent({ keepAlive: false })
  const program = await bundleChild()
  let isOver = false
  const load = (at: number) => startChild(program.path, [String(at), databaseUrl, origin], { stdin: 'pipe' })
  const standbys = new Map<number, Child>()
  // The database may be away just then: whoever watches over processes starts it once more.
  const start = async (at: number): Promise<Instance> => {
    const child = standbys.get(at) ?? load(at)
    standbys.delete(at)
    const instance = { port: at, child, isUp: false }
    let wasUp = false
    void child.exited.then((code) => {
      instance.isUp = false
      if (code !== null && wasUp && !isOver) complaints.push(child.complaint().slice(-600))
    })
    child.process.stdin?.on('error', () => {}).write('start\n')
    await child.ready
    wasUp = child.process.exitCode === null && child.process.signalCode === null
    if (!wasUp && !isOver) return start(at)
    instance.isUp = wasUp
    if (!isOver) standbys.set(at, load(at))
    return instance
  }
  const ports = await Promise.all(Array.from({ length: count }, freePort))
  const all = await Promise.all(ports.map(start))
  let turn = 0
  const forward = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const living = all.filter(({ isUp }) => isUp)
    const chosen = living[turn++ % Math.max(1, living.length)]
    if (chosen === undefined) return void outgoing.writeHead(503, { 'retry-after': '1' }).end()
    const [, n] = person.exec(incoming.headers['user-agent'] ?? '') ?? []
    const from = `10.${n === undefined ? 1 : 0}.${turn % 250}.1`
    // A browser that goes away here ends nothing but its request.
    incoming.on('error', () => {})
    outgoing.on('error', () => {})
    const headers = { ...incoming.headers, 'x-forwarded-for': n === undefined ? from : `10.0.${n}.1` }
    const { method, url: path } = incoming
    const passed = request({ agent, host: '127.0.0.1', port: chosen.port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers)
      answer.on('error', () => outgoing.destroy())
      answer.on('aborted', () => outgoing.destroy())
      answer.pipe(outgoing)
    })
    // It died with the request in hand, or does not listen yet: as a load balancer says it.
    passed.on('error', () => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end()))
    outgoing.on('close', () => passed.destroy())
    incoming.pipe(passed)
  }
  const balancer = createServer(forward)
  await new Promise<void>((resolve) => balancer.listen(port, '127.0.0.1', resolve))
  return {
    complaints,
    async kill(index) {
      const { child, port: at } = all[index]!
      all[index]!.isUp = false
      child.process.kill('SIGKILL')
      await child.exited
      all[index] = await start(at)
    },
    async stop() {
      isOver = true
      const children = [...all.map(({ child }) => child), ...standbys.values()]
      for (const child of children) child.process.kill('SIGKILL')
      await Promise.all(children.map(({ exited }) => exited))
      balancer.closeAllConnections()
      await new Promise((resolve) => balancer.close(resolve))
      program.remove()
    },
  }
}
