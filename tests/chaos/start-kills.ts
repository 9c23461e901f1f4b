import { cpSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { openStorage } from '../../src/station/store/storage.ts'
import { makeFolder, migrationsFolder } from '../../src/station/testing/test-station.ts'
import { startChild } from './processes.ts'
import { fail, type ChaosReport } from './report.ts'

/** Longer than a start needs to make or convert its database here. */
const startMs = 120
const mark = 'was here before'
const shipped = readdirSync(migrationsFolder).filter((name) => name.endsWith('.sql'))

/**
 * Kills first starts, and starts that convert a database of an earlier version, wherever they are. The next start must come up by itself: with
 * a new station, or with all that the earlier one held.
 */
export async function killStarts(kills: number, random: () => number, report: ChaosReport): Promise<void> {
  const place = makeFolder()
  for (let index = 0; index < kills; index += 1) {
    const folder = join(place.folder, String(index))
    const isUpgrade = index % 2 === 1
    if (isUpgrade) await prepareEarlier(folder, 1 + Math.floor(random() * (shipped.length - 1)))
    const child = startChild('start-child.ts', [folder, migrationsFolder])
    await child.ready
    await Promise.race([setTimeout(random() * startMs), child.exited])
    child.process.kill('SIGKILL')
    await child.exited
    report.kills.start += 1
    const found = await tryStart(folder)
    const isGood = found.complaint === null && found.mark === (isUpgrade ? mark : null)
    if (isGood) report.passed += 1
    else
      fail(
        report,
        `start ${index} (${isUpgrade ? 'upgrade' : 'first'}): ${found.complaint ?? 'what was there is lost'}`,
      )
  }
  place.remove()
}

const open = (dataFolder: string, migrations: string) =>
  openStorage({
    ...{ dataFolder, migrationsFolder: migrations, environment: 'training', keyWrap: null, passphrase: null },
    isDiskEncrypted: true,
    now: () => new Date(),
  })

/** A database as the version had it that shipped so many migrations. */
async function prepareEarlier(folder: string, migrations: number): Promise<void> {
  const earlier = `${folder}.migrations`
  mkdirSync(earlier)
  for (const name of shipped.toSorted().slice(0, migrations)) cpSync(join(migrationsFolder, name), join(earlier, name))
  const { store } = await open(folder, earlier)
  store.writeMeta('mark', mark)
  store.close()
}

async function tryStart(folder: string): Promise<{ mark: string | null; complaint: string | null }> {
  try {
    const { store } = await open(folder, migrationsFolder)
    const found = { mark: store.readMeta('mark'), complaint: null }
    store.close()
    return found
  } catch (error) {
    return { mark: null, complaint: String(error) }
  }
}
