import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Failure } from '../../contract/failure.ts'
import { asContractFailure } from '../reader/chip-failure.ts'
import { importTrust, createTrustStore, type TrustList, type TrustStore } from '../../emrtd/verify.ts'

const ignored = /^(README|\.)|\.(md|txt)$/i

/**
 * Imports a file, or every file of a folder and its folders but README and text. Fails with `chip_data_malformed`, its
 * detail naming the file of a folder that cannot be used.
 */
export function loadTrust(path: string): TrustList[] {
  if (!statSync(path).isDirectory()) return asContractFailure(() => importTrust(readFileSync(path), basename(path)))
  const names = readdirSync(path).filter((name) => !ignored.test(name))
  return names.sort().flatMap((name) => {
    try {
      return loadTrust(join(path, name))
    } catch (error) {
      throw error instanceof Failure ? new Failure(error.code, `${name}: ${error.detail}`, { cause: error }) : error
    }
  })
}

/** The store of a folder such as assets/trust; empty when there is no such folder. Fails with `chip_data_malformed`. */
export function loadTrustFolder(path: string): TrustStore {
  return createTrustStore(existsSync(path) ? loadTrust(path) : [])
}
