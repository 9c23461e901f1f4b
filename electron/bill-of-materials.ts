import { createHash } from 'node:crypto'
import { purlOf, type ShippedPackage } from './shipped-packages.ts'

/** The bill of materials in CycloneDX 1.6 (ECMA-424), JSON; the same for the same packages. */
export function billOfMaterials(version: string, electron: string, packages: readonly ShippedPackage[]): object {
  const refs = packages.map(({ purl }) => purl)
  const application = `pkg:generic/guichet@${version}`
  const shell = purlOf('electron', electron)
  const digest = createHash('sha256')
    .update(JSON.stringify([application, shell, ...refs]))
    .digest('hex')
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-a${digest.slice(17, 20)}-${digest.slice(20, 32)}`,
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': application,
        name: 'guichet',
        version,
        licenses: licenses('Apache-2.0'),
      },
    },
    components: [
      {
        type: 'framework',
        'bom-ref': shell,
        name: 'electron',
        version: electron,
        purl: shell,
        licenses: licenses('MIT'),
      },
      ...packages.map(({ name, version: its, license, sha512, purl }) => ({
        type: 'library',
        'bom-ref': purl,
        name,
        version: its,
        purl,
        licenses: licenses(license),
        ...(sha512 !== null && { hashes: [{ alg: 'SHA-512', content: sha512 }] }),
      })),
    ],
    dependencies: [
      { ref: application, dependsOn: [shell, ...refs] },
      ...packages.map(({ purl, dependsOn }) => ({ ref: purl, dependsOn })),
    ],
  }
}

/** One identifier, or an expression of several (CycloneDX tells them apart). */
function licenses(spdx: string): object[] {
  return /^[\w.+-]+$/.test(spdx) ? [{ license: { id: spdx } }] : [{ expression: spdx }]
}
