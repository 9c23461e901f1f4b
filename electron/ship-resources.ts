import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { billOfMaterials } from './bill-of-materials.ts'
import { readJson, shippedPackages, type Manifest, type ShippedPackage } from './shipped-packages.ts'

/** What the licences ask to be passed on, each text after the packages it is of. */
export function thirdPartyNotices(packages: readonly ShippedPackage[]): string {
  const byText = Map.groupBy(packages, ({ text, license }) => text ?? `(${license}; the package brings no text)`)
  const parts = [...byText].map(([text, those]) => {
    const names = those.map(({ name, version, license }) => `${name} ${version} (${license})`)
    return `${names.join('\n')}\n\n${text.trim()}\n`
  })
  const head =
    'Guichet contains the following. Electron and Chromium: see LICENSE and LICENSES.chromium.html beside the program.\n'
  return [head, ...parts].join(`\n${'-'.repeat(80)}\n\n`)
}

/** Puts licence, notices, bill of materials and the kiosk's own migrations into the package's folder of resources. */
export function shipResources(root: string, resources: string): void {
  const { version } = readJson<Manifest>(join(root, 'package.json'))
  const electron = readJson<Manifest>(join(root, 'node_modules', 'electron', 'package.json')).version
  const packages = shippedPackages(root)
  const write = (name: string, text: string) => writeFileSync(join(resources, name), text)
  cpSync(join(root, 'LICENSE'), join(resources, 'LICENSE'))
  write('THIRD-PARTY-NOTICES.txt', thirdPartyNotices(packages))
  write('sbom.cdx.json', `${JSON.stringify(billOfMaterials(version, electron, packages), null, 2)}\n`)
  // Central's stand in folders below: no kiosk has a use for them.
  mkdirSync(join(resources, 'migrations'), { recursive: true })
  for (const name of readdirSync(join(root, 'migrations')).filter((one) => one.endsWith('.sql')))
    cpSync(join(root, 'migrations', name), join(resources, 'migrations', name))
}
