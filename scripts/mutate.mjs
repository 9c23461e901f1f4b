// npm run mutate -- ROOM [stryker's options]: mutation tests of one room of the rules, with the tests that answer for that room alone.
// A whole run in one piece waits minutes for PGlite and PostgreSQL before its first mutant; room by room it stays bounded.
import { spawnSync } from 'node:child_process'

const rooms = {
  match: { mutate: ['src/enrolment/match/**/*.ts'], tests: ['src/enrolment/match/*.test.ts'] },
  rules: {
    mutate: ['src/enrolment/*.ts'],
    tests: ['src/enrolment/**/*.test.ts'],
  },
  session: { mutate: ['src/enrolment/session/**/*.ts'], tests: ['src/enrolment/**/*.test.ts'] },
  mrz: {
    // One a file: Stryker's list is parted at commas.
    mutate: ['certainty', 'prefilter-changes', 'repair', 'repair-changes', 'zeros'].map((file) => `src/mrz/${file}.ts`),
    tests: ['src/mrz/{certainty,repair}.test.ts'],
  },
  seal: { mutate: ['src/station/seal/**/*.ts'], tests: ['src/station/seal/*.test.ts'] },
  // What is pure there; what reads and writes tables is tested on both databases, without mutants.
  adjudication: {
    mutate: [
      ...['author-rules', 'case-rules', 'evidence-rules', 'override-rules', 'refusal-doubts', 'rule'],
      ...['contradictions', 'draw-lot', 'judge', 'judged-case', 'open-evidence'],
      ...['review-grounds', 'times', 'told-reasons'],
    ].map((file) => `src/central/adjudication/${file}.ts`),
    tests: [
      'src/central/adjudication/{draw-lot,review-grounds,told-reasons}.test.ts',
      'tests/integration/forged-{packets,kinds,visits,closures,borders,version-1}.test.ts',
    ],
  },
}

const [name, ...options] = process.argv.slice(2)
const room = rooms[name ?? '']
if (room === undefined) {
  console.error(`npm run mutate -- ROOM [options of stryker]; rooms: ${Object.keys(rooms).join(', ')}`)
  process.exit(2)
}
const mutate = [...room.mutate, '!src/**/*.test.ts', '!src/**/testing/**'].join(',')
const { status } = spawnSync(
  'npx',
  ['stryker', 'run', '--mutate', mutate, '--incrementalFile', `.cache/stryker-${name}.json`, ...options],
  { stdio: 'inherit', env: { ...process.env, MUTATED_ROOM_TESTS: room.tests.join(';') } },
)
process.exit(status ?? 1)
