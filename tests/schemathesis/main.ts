// Both APIs against what their descriptions say, by cases that Schemathesis makes of the descriptions: npm run schemathesis
// Options: --examples N (cases an operation, default 5), --seed N. Exit code 3 where the tool cannot be had.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { activeStation, startCentralOn, type CentralOn } from '../fixtures/central-on.ts'
import { testApplication } from '../fixtures/test-application.ts'
import { askToken, registerClient } from '../fixtures/virtual-client.ts'
import { fetchToken } from '../simulate/virtual-station.ts'
import { startSigningProxy, type Caller } from './signing-proxy.ts'

const version = '4.32.5'
const here = import.meta.dirname
const installed = join(here, '..', '..', '.cache', `schemathesis-${version}`)
const { values } = parseArgs({
  options: { examples: { type: 'string', default: '5' }, seed: { type: 'string', default: '1' } },
})

/** In a folder of its own, by pip; it stays for the next run. */
function install(): boolean {
  if (existsSync(join(installed, 'schemathesis'))) return true
  const args = ['install', '--quiet', '--target', installed, `schemathesis==${version}`]
  return spawnSync('python3', ['-m', 'pip', ...args], { stdio: ['ignore', 2, 2] }).status === 0
}

type Result = { name: string; status: number | null; output: string }

function run(name: string, url: string): Promise<Result> {
  const { promise, resolve } = Promise.withResolvers<Result>()
  // Who may call is tried elsewhere: the proxy puts a proof that counts in the place of any other.
  const options = [
    ...['--config-file', join(here, 'schemathesis.toml')],
    ...[
      'run',
      url,
      '--checks',
      'all',
      '--exclude-checks',
      'ignored_auth',
      '--phases',
      'coverage,fuzzing',
      '--continue-on-failure',
      '--no-shrink',
    ],
    ...['--max-examples', values.examples, '--seed', values.seed, '--warnings', 'off'],
  ]
  const env = { ...process.env, PYTHONPATH: `${installed}:${here}`, PYTHONDONTWRITEBYTECODE: '1', NO_COLOR: '1' }
  // What it remembers between runs stays out of the tree.
  const child = spawn('python3', ['-m', 'schemathesis.cli', ...options], { env, cwd: installed })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
  child.on('close', (status) => resolve({ name, status, output }))
  return promise
}

/** What the descriptions are tried with: a kiosk in service with somebody at work, a client that may do all, an application. */
async function callersOf({ central }: CentralOn): Promise<[name: string, path: string, caller: Caller][]> {
  await central.addApplication(testApplication())
  const station = await activeStation(central)
  const client = await registerClient(central, 'generated')
  const token = (await askToken(client)).body.access_token as string
  return [
    ['station', '/v1/openapi.json', { ...station, token: await fetchToken(station) }],
    ['neighbours', '/api/v1/openapi.json', { ...client, token }],
  ]
}

/** Nothing was tried where nothing was generated. */
const casesIn = (output: string): number => Number(/(\d+) generated/.exec(output)?.[1] ?? 0)

if (!install()) {
  console.error('Schemathesis cannot be installed with pip')
  process.exit(process.env['CI'] ? 1 : 3)
}
const running = await startCentralOn('PGlite', { limits: { requestsPerSecond: 1e6, requestsBurst: 1e6 } })
const results = await Promise.all(
  (await callersOf(running)).map(async ([name, path, caller]) => {
    const proxy = await startSigningProxy(running.central.url, caller)
    const result = await run(name, proxy.url + path)
    await proxy.stop()
    return result
  }),
)
await running.stop()
for (const { name, status, output } of results) {
  if (status !== 0) console.log(output)
  console.log(
    `${name}: ${casesIn(output)} cases, ${status === 0 ? 'none speaks against the description' : 'see above'}`,
  )
}
process.exit(results.every(({ status, output }) => status === 0 && casesIn(output) > 100) ? 0 : 1)
