import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { faultNames, type Fault } from '../../virtual-card/faults.ts'
import { createSpecimenCard, findSpecimen } from './specimens/specimen-card.ts'
import { specimens } from './specimens/specimens.ts'
import { createVpcdPeer, vpcdPort, type VpcdPeer } from '../../virtual-card/vpcd.ts'

const usage = `Lays a specimen document on the virtual PC/SC reader of vpcd.
usage: node src/station/training/lay-on-reader.ts --document NAME [--port N] [--fault NAME[:ARGUMENT]]...
While it runs: r takes the document away, i puts it back, q ends.
Exit codes: 0 ended, 1 no connection, 2 wrong usage.
documents: ${specimens.map(({ key }) => key).join(' ')}
faults: ${faultNames.join(' ')}
`

interface Wanted {
  document: string
  port: number
  faults: Fault[]
}

function readArguments(): Wanted | null {
  try {
    const { values } = parseArgs({
      options: {
        document: { type: 'string' },
        port: { type: 'string', default: String(vpcdPort) },
        fault: { type: 'string', multiple: true, default: [] },
      },
    })
    const faults = values.fault.filter((fault): fault is Fault =>
      faultNames.some((name) => name === fault.split(':')[0]),
    )
    const port = Number(values.port)
    const isRight = values.document !== undefined && faults.length === values.fault.length && port > 0 && port < 65_536
    return isRight ? { document: values.document!, port, faults } : null
  } catch {
    return null
  }
}

/** Orders from the keyboard, one letter a line. At the end of the input the document stays until the process is ended. */
async function takeOrders(peer: VpcdPeer): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'q') return
    if (line === 'r') peer.remove()
    if (line === 'i') await peer.insert()
  }
  const stayAwake = setInterval(() => {}, 3_600_000)
  await once(process, 'SIGTERM')
  clearInterval(stayAwake)
}

async function main(): Promise<number> {
  const wanted = readArguments()
  const today = new Date()
  const specimen = wanted && findSpecimen(wanted.document, today)
  const card = specimen && createSpecimenCard(specimen, { today, faults: wanted!.faults })
  if (!wanted || !specimen || !card) {
    process.stderr.write(specimen ? `${specimen.key} has no chip\n` : usage)
    return 2
  }
  const peer = createVpcdPeer(card, wanted.port)
  try {
    await peer.insert()
    process.stdout.write(`${specimen.mrzLines.join('\n')}\nCAN ${specimen.can ?? '-'}\non the reader\n`)
    await takeOrders(peer)
    return 0
  } catch {
    process.stderr.write(`vpcd does not listen on port ${wanted.port}\n`)
    return 1
  } finally {
    peer.remove()
  }
}

process.exitCode = await main()
// An input that is still open would keep the process.
process.stdin.destroy()
