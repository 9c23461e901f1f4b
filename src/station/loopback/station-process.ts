// The Chromium shell's station: started by main.ts, which keeps the port and gives it the connections.
import { Socket } from 'node:net'
import { resolve } from 'node:path'
import { runStation } from '../process/run-station.ts'
import { networkFromEnvironment } from '../start/network-settings.ts'
import { outliveRejections } from '../start/outlive-rejections.ts'
import { createTechnicalLog } from '../start/technical-log.ts'
import { loopbackOptions, root } from './loopback-options.ts'
import { serve } from './serve.ts'

// Whatever is written from here on is this account's alone.
process.umask(0o077)
const { variables, options } = loopbackOptions()
const log = createTechnicalLog(options.dataFolder, { toStandardError: true })
outliveRejections(log)
// The keyboard's and the system's signals reach the whole group: main.ts says when it ends.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {})
// Its shell is gone without a word: whatever must be whole is a transaction.
process.on('disconnect', () => process.exit(0))

runStation<Socket, string | null>({
  post: (message, sent) => void process.send!(message, undefined, undefined, sent),
  onMessage: (hear) =>
    process.on('message', (message, handed) =>
      hear(message as Parameters<typeof hear>[0], handed instanceof Socket ? handed : undefined),
    ),
  options: async () => ({ ...options, keyWrap: null, network: networkFromEnvironment(variables, null), log }),
  serve(station, admitted) {
    const served = serve({ station, uiFolder: resolve(root, 'dist', 'ui'), host: process.argv[2]!, admitted })
    const newAddress = () => ({ url: served.newAddress(), protection: station.protection })
    return {
      ready: newAddress(),
      take: served.take,
      hear: () => void process.send!({ type: 'shell', message: newAddress() }),
      leave() {
        served.stop()
        return served.admitted()
      },
    }
  },
})
