import type { KnipConfig } from 'knip'

/** What nothing uses: files, exports, dependencies. An entry is what a person, a shell or another program starts. */
const config: KnipConfig = {
  entry: [
    'scripts/**/*.{mjs,ts}',
    'src/{station,central,identity,parcel}/main.ts',
    'src/central/cases/main.ts',
    'src/evidence/compare/main.ts',
    'src/station/loopback/station-process.ts',
    'src/station/{inspect/main,support/main,audit/verify-log,reader/pcsc/list-readers,training/lay-on-reader}.ts',
    // The chip library's doors: what others may import of it.
    'src/emrtd/{read,verify,witness}.ts',
    'src/{ui,citizen}/main.tsx',
    'src/citizen/offline/service-worker.ts',
    'src/camera/*-worker.ts',
    'electron/{main,preload,station-process}.ts',
    'electron/vite.*.config.ts',
    'docs/examples/*.ts',
    'tests/{bench,chaos,eval-mrz,fuzz,long-life,sabotage,schemathesis,simulate}/main.ts',
    'tests/{chaos,bench,long-life}/*-child.ts',
    'tests/bench/mrz-live.ts',
    'tests/eval-mrz/make-pages.ts',
    'tests/fuzz/{worker,make-corpus}.ts',
    'tests/electron/run-bundle.ts',
    'vitest.mutate.config.ts',
    'tests/fixtures/databases/{serve,pglite}.ts',
    'tests/fixtures/utility-process.ts',
    'tests/shell/{global-setup,electron-22/prepare}.ts',
    'tests/{ui,e2e,shell}/playwright.config.ts',
    'tests/**/*.{e2e,spec,test,shell}.ts',
    'tests/ui/{{gallery-pictures,screenshots}.ts,{gallery,citizen}/main.tsx}',
  ],
  project: ['{src,electron,scripts,tests,docs}/**/*.{ts,tsx,mjs,css}'],
  ignoreExportsUsedInFile: true,
  ignoreDependencies: [
    // Read as files, by path: scripts/vite/vendor-files.ts and the evaluation of the MRZ.
    'tesseract.js-core',
    '@tesseract.js-data/eng',
    // Types of a package that is installed under another name.
    '@types/better-sqlite3',
    // Started as a program: scripts/chip-bun.mjs.
    'bun',
    // Types of a package that tests alone use.
    '@types/smtp-server',
  ],
  // Of the operating system; scripts/toolchain/packages.mjs sees to it that they are there.
  ignoreBinaries: ['prlimit', 'dpkg', 'dpkg-deb', 'gcc', 'openssl', 'pkcs11-tool', 'softhsm2-util', 'Xvfb'],
  compilers: { css: (text) => [...text.matchAll(/@import [^;]+/g)].map(([rule]) => rule.slice(1)).join('\n') },
}

export default config
