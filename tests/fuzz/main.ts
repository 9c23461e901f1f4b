import { parseArgs } from 'node:util'
import { runTarget } from './run-target.ts'
import { targets } from './targets.ts'

const usage = `Throws mutated inputs at every parser of chip data, of typed lines and of pictures of them.

npm run fuzz -- [--runs N] [--seed S] [--target NAME ...] [--index I]

  --runs N       inputs per parser (default 10000)
  --seed S       the same seed gives the same inputs (default 1)
  --target NAME  only this parser; may be repeated: ${Object.keys(targets).join(', ')}
  --index I      only this input, as named in a fault

A fault is anything but a result or a failure code: another error, a hang, or memory out of bounds.
Exit code: 0 when there was no fault, 1 when there was one, 2 for wrong options.
`

process.exitCode = await main()

async function main(): Promise<number> {
  const options = readOptions()
  if (options === null) return 2
  let [passed, failed] = [0, 0]
  for (const name of options.names) {
    const start = performance.now()
    const { from } = options
    const to = from + Math.ceil((options.to - from) * (targets[name]?.share ?? 1))
    const { runs, accepted, slowestMs, faults } = await runTarget(name, options.seed, from, to)
    const seconds = ((performance.now() - start) / 1000).toFixed(1)
    console.log(
      `${name.padEnd(24)} ${runs} runs, ${accepted} accepted, slowest ${slowestMs.toFixed(0)} ms, ${seconds} s, ${faults.length} faults`,
    )
    for (const { index, fault } of faults) {
      console.log(`  npm run fuzz -- --target ${name} --seed ${options.seed} --index ${index}\n  ${fault}`)
    }
    passed += runs - faults.length
    failed += faults.length
  }
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        runs: { type: 'string', default: '10000' },
        seed: { type: 'string', default: '1' },
        target: { type: 'string', multiple: true },
        index: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    })
    const names = values.target ?? Object.keys(targets)
    const [runs, seed] = [Number(values.runs), Number(values.seed)]
    const from = Number(values.index ?? 0)
    const to = values.index === undefined ? runs : from + 1
    const wrong = values.help || names.some((name) => !(name in targets)) || ![seed, from, to].every(Number.isInteger)
    if (!wrong && to >= from) return { names, seed, from, to }
  } catch {
    // an unknown option: the usage says which there are
  }
  process.stderr.write(usage)
  return null
}
