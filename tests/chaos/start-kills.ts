import { cpSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { openStorage } from '../../src/station/store/storage.ts'
import { makeFolder, migrationsFolder } from '../../src/station/testing/test-station.ts'
import { startChild } from './processes.ts'
import { fail, type ChaosReport } from './report.ts'

/** Longer than a start needs to make or convert its database here. */
const startMs = 120
/** Stands in each database of a version before. */
export const mark = 'was here before'
const shipped = readdirSync(migrationsFolder).filter((name) => name.endsWith('.sql'))
export const shippedMigrations = shipped.length

/**
 * Kills first starts, and starts that convert a database of an earlier version, wherever they are. The next start must come up by itself: with
 * a new station, or with all that the earlier one held.
 */
export async function killStarts(kills: number, random: () => number, report: ChaosReport): Promise<void> {
  const place = makeFolder()
  for (let index = 0; index < kills; index += 1) {
    const isUpgrade = index % 2 === 1
    const migrations = isUpgrade ? 1 + Math.floor(random() * (shippedMigrations - 1)) : 0
    const fault = await killStart(join(place.folder, String(index)), migrations, random() * startMs)
    report.kills.start += 1
    if (fault === null) report.passed += 1
    else fail(report, `start ${index} (${isUpgrade ? 'upgrade' : 'first'}): ${fault}`)
  }
  place.remove()
}

/**
 * Kills one start so many milliseconds after it began with the store: a first one, or, with `migrations` above 0, one that converts what a version
 * with so many of them left. What is wrong with the next start, or null.
 */
export async function killStart(folder: string, migrations: number, afterMs: number): Promise<string | null> {
  if (migrations > 0) await prepareEarlier(folder, migrations)
  const child = startChild('start-child.ts', [folder, migrationsFolder])
  await child.ready
  await Promise.race([setTimeout(afterMs), child.exited])
  child.process.kill('SIGKILL')
  await child.exited
  const found = await tryStart(folder)
  if (found.complaint !== null) return found.complaint
  return found.mark === (migrations > 0 ? mark : null) ? null : 'what was there is lost'
}

const open = (dataFolder: string, migrations: string) =>
  openStorage({
    ...{ dataFolder, migrationsFolder: migrations, environment: 'training', keyWrap: null, passphrase: null },
    isDiskEncrypted: true,
    now: () => new Date(),
  })

/** A database as the version had it that shipped so many migrations. */
export async function prepareEarlier(folder: string, migrations: number): Promise<void> {
  const earlier = `${folder}.migrations`
  mkdirSync(earlier)
  for (const name of shipped.toSorted().slice(0, migrations)) cpSync(join(migrationsFolder, name), join(earlier, name))
  const { store } = await open(folder, earlier)
  store.writeMeta('mark', mark)
  store.close()
}

/** A start by this version: what it finds of the version before, or why it does not come up. */
export async function tryStart(folder: string): Promise<{ mark: string | null; complaint: string | null }> {
  try {
    const { store } = await open(folder, migrationsFolder)
    const found = { mark: store.readMeta('mark'), complaint: null }
    store.close()
    return found
  } catch (error) {
    return { mark: null, complaint: String(error) }
  }
}
