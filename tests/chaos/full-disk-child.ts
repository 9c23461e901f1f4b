import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { prepareEarlier, tryStart } from './start-kills.ts'

/**
 * Starts on a disk that is full at the n-th KiB of a file, for each n until a start gets through, and after each once more with room. `argv`: folder,
 * and how many migrations the version before had, 0 for a first start. Prints a JSON array: what each start with too little room said, and what
 * the next one found.
 */
const [folder, migrations] = process.argv.slice(2) as [string, string]
const stepKib = 8

const limitFiles = (bytes: number | 'unlimited') =>
  void execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:unlimited`])

// A write beyond the limit is to fail, not to end the process (setrlimit(2)).
process.on('SIGXFSZ', () => undefined)
const found: { kib: number; complaint: string; next: Awaited<ReturnType<typeof tryStart>> }[] = []
for (let kib = 0; ; kib += stepKib) {
  const place = join(folder, String(kib))
  if (migrations !== '0') await prepareEarlier(place, Number(migrations))
  limitFiles(kib * 1024)
  const { complaint } = await tryStart(place)
  limitFiles('unlimited')
  if (complaint === null) break
  found.push({ kib, complaint, next: await tryStart(place) })
}
process.stdout.write(JSON.stringify(found))
