import { mkdirSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Failure } from '../../contract/failure.ts'
import { stationOptionsFromEnvironment } from './environment.ts'
import { explainFailure, toStartFailure } from './explain-failure.ts'

const thrownBy = (work: () => unknown): unknown => {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}
const listenError = (port: number) =>
  new Promise<unknown>((resolve) => createServer().once('error', resolve).listen(port, '127.0.0.1'))

describe('toStartFailure', () => {
  it('names the setting that makes no sense', () => {
    const read = () =>
      stationOptionsFromEnvironment({ GUICHET_MODE: 'demo' }, { dataFolder: '/d', resourcesFolder: '/r' })
    expect(toStartFailure(thrownBy(read))).toMatchObject({ code: 'start_settings_invalid', detail: 'GUICHET_MODE' })
    const port = thrownBy(() => createServer().listen(70_000))
    expect(toStartFailure(port).code).toBe('start_settings_invalid')
  })

  it('recognises a port that is taken', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const failure = toStartFailure(await listenError((server.address() as AddressInfo).port))
    server.close()
    expect(failure.code).toBe('start_port_unusable')
  })

  it('keeps a failure, knows the file system, and admits what it does not know', () => {
    const known = new Failure('store_in_use')
    expect(toStartFailure(known)).toBe(known)
    const denied = Object.assign(new Error('no'), { code: 'EACCES', syscall: 'mkdir' })
    expect(toStartFailure(denied).code).toBe('store_unwritable')
    const belowFile = thrownBy(() => mkdirSync(join(import.meta.filename, 'data')))
    expect(toStartFailure(belowFile).code).toBe('store_unwritable')
    expect(toStartFailure(new TypeError('x is undefined'))).toMatchObject({
      code: 'internal_error',
      detail: 'x is undefined',
    })
  })
})

describe('explainFailure', () => {
  it('says title, cause, remedy and code in the language of the machine', () => {
    const failure = new Failure('store_in_use', 'SQLITE_BUSY')
    const french = explainFailure(failure, 'fr-FR')
    const english = explainFailure(failure, 'de-DE')
    expect(french.title).toBe('Guichet est déjà ouvert')
    expect(english.title).toBe('Guichet is already open')
    for (const { text } of [french, english]) expect(text).toContain('(store_in_use: SQLITE_BUSY)')
    expect(english.text.split('\n')).toHaveLength(3)
  })
})
