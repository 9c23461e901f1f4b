// The station's own process in Electron, which ends with each visit: started by station-shell.ts, spoken to by the page over a port.
import { codeOf, Failure, type FailureCode } from '../src/contract/failure.ts'
import { maxMessageBytes } from '../src/contract/wire-message.ts'
import type { KeyWrap } from '../src/station/keys/port.ts'
import type { Station } from '../src/station/port.ts'
import { keepOutOfDumps } from '../src/station/process/no-dumps.ts'
import { runStation } from '../src/station/process/run-station.ts'
import type { FromStation, ToStation } from '../src/station/process/supervise.ts'
import { stationOptionsFromEnvironment } from '../src/station/start/environment.ts'
import { networkFromEnvironment } from '../src/station/start/network-settings.ts'
import { outliveRejections } from '../src/station/start/outlive-rejections.ts'
import { createTechnicalLog } from '../src/station/start/technical-log.ts'
import type { FromShell, FromStationShell, Question, StationArguments } from './shell-message.ts'

/** What Electron gives to a utility process; its types know it only there. */
interface Port {
  on(event: 'message', hear: (event: { data: unknown; ports: Port[] }) => void): void
  on(event: 'close', hear: () => void): void
  postMessage(message: unknown): void
  start(): void
  close(): void
}
const shell = (process as unknown as { parentPort: Port }).parentPort

keepOutOfDumps()
const own = JSON.parse(process.argv[2]!) as StationArguments
const options = stationOptionsFromEnvironment(process.env, own)
const log = createTechnicalLog(options.dataFolder, { toStandardError: own.hasStandardError })
outliveRejections(log)

const say = (message: FromStationShell) => shell.postMessage({ type: 'shell', message })
const questions = new Map<number, (answer: Extract<FromShell, { type: 'answer' }>) => void>()
let lastQuestion = 0

type Asked = Question extends infer One ? (One extends { id: number } ? Omit<One, 'id'> : never) : never

/** What only the shell's process can do: the system's key store, the proxy that the system names. */
function ask<T>(question: Asked): Promise<T> {
  const id = ++lastQuestion
  say({ type: 'question', question: { ...question, id } as Question })
  return new Promise((resolve, reject) => {
    questions.set(id, ({ value, code }) => {
      questions.delete(id)
      if (code === null) resolve(value as T)
      else reject(new Failure(code as FailureCode, 'as the shell said'))
    })
  })
}

const keyWrap: KeyWrap = {
  wrap: (bytes) => ask({ ask: 'wrap', bytes }),
  unwrap: (bytes) => ask({ ask: 'unwrap', bytes }),
}

function hear(station: Station, page: () => Port | null, message: FromShell): void {
  if (message.type === 'take') say({ type: 'taken', id: message.id, download: station.downloads.take(message.path) })
  else if (message.type === 'lock') void station.dispatch({ id: 0, name: 'operator.lock', input: {} }).catch(() => {})
  else if (message.type === 'tell') page()?.postMessage(message.message)
}

runStation<Port, null>({
  post(message: FromStation, sent) {
    shell.postMessage(message)
    // A posted message is not acknowledged: 20 ms later it has left this process.
    setTimeout(sent, 20)
  },
  onMessage: (receive) =>
    shell.on('message', ({ data, ports }) => {
      const message = data as ToStation
      // Answers are waited for before there is a station.
      if (message.type === 'shell' && (message.message as FromShell).type === 'answer') {
        const answer = message.message as Extract<FromShell, { type: 'answer' }>
        questions.get(answer.id)?.(answer)
      } else receive(message, ports[0])
    }),
  options: async () => ({
    ...options,
    keyWrap: own.hasKeyWrap ? keyWrap : null,
    network: networkFromEnvironment(process.env, (url) => ask<string>({ ask: 'proxy', url })),
    log,
  }),
  serve(station) {
    let page: Port | null = null
    let stopListening = () => {}
    return {
      ready: null,
      take(port) {
        stopListening()
        page?.close()
        page = port
        const send = (message: object) => port.postMessage(message)
        stopListening = station.listen(send)
        // One that is longer than a message may be is dropped unread, as the socket does.
        port.on('message', ({ data }) => {
          if (isBounded(data)) void station.dispatch(data).then(send, (error: unknown) => void codeOf(error))
        })
        port.start()
      },
      hear: (message) => hear(station, () => page, message as FromShell),
      leave() {
        stopListening()
        page?.close()
        return null
      },
    }
  },
})

/** Electron clones what JSON cannot say (cycles, big integers): that is no message either. */
function isBounded(message: unknown): boolean {
  try {
    return Buffer.byteLength(JSON.stringify(message) ?? '') <= maxMessageBytes
  } catch {
    return false
  }
}
