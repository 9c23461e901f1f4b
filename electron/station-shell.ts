import { utilityProcess, type MessagePortMain } from 'electron'
import { codeOf } from '../src/contract/failure.ts'
import type { EventMessage } from '../src/contract/wire-message.ts'
import type { KeyWrap } from '../src/station/keys/port.ts'
import {
  superviseStation,
  type FromStation,
  type StationProcess,
  type SuperviseOptions,
} from '../src/station/process/supervise.ts'
import type { FromShell, FromStationShell, Question, StationArguments, Taken } from './shell-message.ts'

/** The station as the shell has it: in a process of its own, which ends with each visit. */
export interface StationShell {
  /** Resolves when it can be used; rejects with StartRefused. */
  ready: Promise<unknown>
  /** The station's end of a channel to the page. */
  give(port: MessagePortMain): void
  /** The file of a path, taken out; null when unknown, taken or stale. */
  take(path: string): Promise<Taken>
  lock(): void
  /** An event that the shell itself has for the page. */
  tell(message: EventMessage): void
  stop(): Promise<void>
}

interface Options extends Pick<SuperviseOptions<MessagePortMain>, 'log' | 'onRenewed' | 'onDestroyed' | 'onRefused'> {
  /** Bundle of electron/station-process.ts. */
  file: string
  /** In which its settings stand. */
  variables: Record<string, string | undefined>
  folders: Omit<StationArguments, 'hasKeyWrap'>
  keyWrap: KeyWrap | null
  resolveProxy: (url: string) => Promise<string>
}

export function startStation(options: Options): StationShell {
  const { keyWrap, resolveProxy } = options
  const taking = new Map<number, (download: Taken) => void>()
  let lastTaking = 0

  const answers: Record<Question['ask'], (question: never) => Promise<unknown> | Uint8Array> = {
    proxy: ({ url }: { url: string }) => resolveProxy(url),
    wrap: ({ bytes }: { bytes: Uint8Array }) => keyWrap!.wrap(bytes),
    unwrap: ({ bytes }: { bytes: Uint8Array }) => keyWrap!.unwrap(bytes),
  }
  const answer = async (question: Question): Promise<void> => {
    const { id } = question
    const reply = (value: unknown, code: string | null) => supervised.tell({ type: 'answer', id, value, code })
    try {
      reply(await answers[question.ask](question as never), null)
    } catch (error) {
      reply(null, codeOf(error))
    }
  }
  const hear = (message: FromStationShell): void => {
    if (message.type === 'question') return void answer(message.question)
    taking.get(message.id)?.(message.download)
    taking.delete(message.id)
  }
  const supervised = superviseStation<MessagePortMain>({
    ...options,
    spawn: () => spawn(options),
    onShellMessage: (message) => hear(message as FromStationShell),
    onRenewed() {
      // Asked of a process that has gone.
      for (const done of taking.values()) done(null)
      taking.clear()
      options.onRenewed?.()
    },
  })
  const tell = (message: FromShell) => supervised.tell(message)
  return {
    ready: supervised.ready,
    give: supervised.hand,
    take: (path) =>
      new Promise((done) => {
        const id = ++lastTaking
        taking.set(id, done)
        tell({ type: 'take', id, path })
      }),
    lock: () => tell({ type: 'lock' }),
    tell: (message) => tell({ type: 'tell', message }),
    stop: supervised.stop,
  }
}

function spawn({ file, variables, folders, keyWrap }: Options): StationProcess<MessagePortMain> {
  const own: StationArguments = { ...folders, hasKeyWrap: keyWrap !== null }
  const env = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined))
  const child = utilityProcess.fork(file, [JSON.stringify(own)], { env, serviceName: 'Guichet station' })
  return {
    post: (message, port) => child.postMessage(message, port === undefined ? [] : [port]),
    onMessage: (receive) => child.on('message', (message: FromStation) => receive(message)),
    onExit: (receive) => child.once('exit', receive),
    kill: () => void child.kill(),
  }
}
