/** What project references cannot forbid. Run through scripts/layers.mjs, which also asserts that modules were seen. */
/** A folder, or one file of it: the entry of a library. */
const layer = (name) => (name.endsWith('.ts') ? `^src/${name}$` : `^src/${name}/`)
const may = {
  contract: [],
  texts: ['contract'],
  jose: ['contract'],
  parcel: ['contract', 'texts'],
  enrolment: ['contract'],
  emrtd: [],
  'virtual-card': ['emrtd/crypto', 'emrtd/tlv', 'emrtd/lds/mrz', 'emrtd/failure.ts', 'emrtd/transceiver.ts'],
  mrz: ['contract', 'emrtd/lds/mrz'],
  evidence: ['contract', 'enrolment', 'mrz/parse-mrz-lines.ts', 'emrtd/read.ts', 'emrtd/verify.ts', 'emrtd/lds/mrz'],
  station: [
    'contract',
    'jose',
    'texts',
    'enrolment',
    'evidence',
    'mrz',
    'emrtd/read.ts',
    'emrtd/verify.ts',
    'emrtd/witness.ts',
    'emrtd/lds/mrz',
    'virtual-card',
  ],
  design: [],
  camera: ['contract', 'mrz'],
  ui: ['contract', 'texts', 'design', 'mrz', 'camera', 'emrtd/lds/mrz'],
  // The document rules alone of enrolment: which document a photographed zone is.
  citizen: ['contract', 'texts', 'design', 'mrz', 'camera', 'parcel', 'enrolment/documents.ts'],
  central: [
    'contract',
    'jose',
    'texts',
    'enrolment',
    'evidence',
    'emrtd/verify.ts',
    'emrtd/witness.ts',
    'emrtd/lds/mrz',
    // Documents that citizens of training bring.
    'virtual-card',
  ],
  // What central offers: intake, outbox, branches, visits, its decisions as rows.
  identity: ['contract', 'jose', 'texts', 'enrolment', 'emrtd/lds/mrz', 'central'],
}
const layers = Object.keys(may)
const tests = '\\.test\\.tsx?$|/testing/'

const layerRules = layers.map((name) => ({
  name: `${name}-imports`,
  comment: `src/${name} may import ${['itself', ...may[name]].join(', ')} and nothing else of ours`,
  severity: 'error',
  from: { path: layer(name), pathNot: tests },
  to: { path: '^(src|electron|tests)/', pathNot: [name, ...may[name]].map(layer) },
}))

/** Each native or heavy module has one door. */
const doors = [
  ['pcsclite', '^src/station/reader/pcsc/'],
  ['pkcs11js', '^src/central/keys/pkcs11-'],
  ['better-sqlite3(-multiple-ciphers)?', '^src/station/store/'],
  ['tesseract\\.js', '^src/mrz/'],
  ['fastify', '^src/(central|identity)/'],
  ['pg|@electric-sql/pglite', '^src/(central|identity)/'],
  ['i18next', '^src/texts/'],
  ['react|react-dom|react-aria-components|zustand', '^src/(ui|design|camera|citizen)/'],
]

module.exports = {
  forbidden: [
    ...layerRules,
    {
      name: 'no-cycles',
      comment: 'Types count: who must know one to read the other cannot read either alone.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'electron-only-in-its-folder',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^electron$|node_modules/electron/' },
    },
    {
      name: 'electron-imports-contract-texts-and-station',
      severity: 'error',
      from: { path: '^electron/', pathNot: tests },
      to: { path: '^src/', pathNot: ['^src/contract/', '^src/texts/', '^src/station/'] },
    },
    {
      name: 'pure-layers-have-no-node',
      severity: 'error',
      from: { path: '^src/(contract|enrolment|mrz)/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'mrz-format-runs-in-the-browser',
      severity: 'error',
      from: { path: '^src/emrtd/lds/mrz/', pathNot: tests },
      to: { pathNot: '^src/emrtd/lds/mrz/' },
    },
    {
      name: 'emrtd-has-no-files-and-no-sockets',
      comment:
        'node:crypto; node:zlib for ZIP archives and PNG; node:buffer for base64. Nothing of a protocol needs more.',
      severity: 'error',
      from: { path: layer('emrtd'), pathNot: tests },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|zlib|buffer)$' },
    },
    {
      name: 'emrtd-packages',
      severity: 'error',
      from: { path: layer('emrtd'), pathNot: tests },
      to: {
        path: 'node_modules/',
        pathNot: 'node_modules/(@types/node|@noble/(curves|hashes)|@cornerstonejs/codec-openjpeg)/',
      },
    },
    {
      name: 'emrtd-verifies-without-a-card',
      comment: 'central judges evidence with verify.ts: nothing it reaches sends a command',
      severity: 'error',
      from: { path: '^src/emrtd/verify\\.ts$' },
      to: {
        path: '^src/emrtd/(iso7816/channel|secure-messaging/|bac/|read-chip|reading-|open-access)',
        reachable: true,
      },
    },
    {
      name: 'central-makes-documents-in-training-only',
      severity: 'error',
      from: { path: '^src/central/', pathNot: ['^src/central/training/', tests] },
      to: { path: layer('virtual-card') },
    },
    {
      name: 'contract-imports-zod-only',
      severity: 'error',
      from: { path: layer('contract'), pathNot: tests },
      to: { path: 'node_modules/', pathNot: 'node_modules/zod/' },
    },
    ...doors.map(([module, door]) => ({
      name: `one-door-${module.split('|')[0].replace(/\W+/g, '')}`,
      severity: 'error',
      from: { path: '^src/', pathNot: [door, tests] },
      to: { path: `node_modules/(${module})/` },
    })),
    {
      name: 'resolvable',
      severity: 'error',
      from: { path: '^src/|^electron/' },
      to: { couldNotResolve: true, pathNot: '^(pcsclite|pkcs11js)$|\\?(raw|url|worker)' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|\\.cache)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
}
