import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { readProjectFile, root } from './project-files.ts'

const folder = 'packaging/containers'
type Service = {
  environment?: Record<string, string>
  depends_on?: string[] | Record<string, unknown>
  volumes?: string[]
  ports?: string[]
}
const compose = parse(readProjectFile(`${folder}/compose.yaml`), { merge: true }) as {
  services: Record<string, Service>
}
const { services } = compose
const containerfile = readProjectFile(`${folder}/Containerfile`)
const centrals = ['central-a', 'central-b']

test('what central is told in containers are settings that its pages name', () => {
  const documented = readProjectFile('docs/central.md') + readProjectFile('docs/federation.md')
  const names = Object.keys(services['central-a']!.environment!)
  expect(names.length).toBeGreaterThan(10)
  expect(names.filter((name) => !documented.includes(`\`${name}\``))).toEqual([])
  expect(services['central-b']).toEqual(services['central-a'])
})

test('each part names parts that are there, by the ports at which they listen', () => {
  const settings = Object.values(services['central-a']!.environment!).join(' ')
  const elsewhere = [settings, readProjectFile(`${folder}/nginx.conf`), readProjectFile(`${folder}/collector.yaml`)]
  const named = [...elsewhere.join('\n').matchAll(/(?:@|\/\/|server |\[|, )([a-z-]+):(\d+)/g)].map(
    ([, name, port]) => `${name}:${port}`,
  )
  const heard = [
    'database:5432',
    'mail:1025',
    'collector:4318',
    ...centrals.flatMap((name) => [`${name}:8443`, `${name}:9464`]),
  ]
  expect([...new Set(named)].sort()).toEqual(heard.sort())
  for (const { depends_on: needed = [] } of Object.values(services))
    for (const name of Array.isArray(needed) ? needed : Object.keys(needed))
      expect(Object.keys(services)).toContain(name)
  expect(containerfile).toContain('PORT=8443')
})

test('nothing but the proxy and the practice mailbox is reached from outside, and that from this machine alone', () => {
  const open = Object.entries(services).filter(([, { ports }]) => ports !== undefined)
  expect(open.map(([name]) => name).sort()).toEqual(['mail', 'proxy'])
  for (const [name, { ports }] of open)
    expect(ports, name).toEqual([expect.stringMatching(/^(\$\{[A-Z_]+:-)?127\.0\.0\.1:/)])
})

test('what the image and its neighbours are made of is there', () => {
  const copied = [...containerfile.matchAll(/^COPY --from=build \/app\/(\S+)/gm)].map(([, path]) => path!)
  expect(copied.length).toBeGreaterThan(5)
  const built = ['node_modules', 'dist/citizen']
  for (const path of copied.filter((one) => !built.includes(one))) expect(existsSync(join(root, path)), path).toBe(true)
  const started = /^CMD \["node", "(\S+)"\]$/m.exec(containerfile)?.[1]
  expect(existsSync(join(root, started!))).toBe(true)
  for (const { volumes = [] } of Object.values(services))
    for (const file of volumes.filter((one) => one.startsWith('./')))
      expect(existsSync(join(root, folder, file.split(':')[0]!)), file).toBe(true)
})
