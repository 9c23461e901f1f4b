import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { requests } from './requests.ts'

const folder = new URL('./requests/', import.meta.url)
const subjects = readdirSync(folder).filter((file) => file.endsWith('.ts') && file !== 'request.ts')

/** Every request of a subject's table, with the subject. */
async function namesIn(file: string): Promise<[name: string, subject: string][]> {
  const module = (await import(new URL(file, folder).href)) as Record<string, object>
  const tables = Object.entries(module).filter(([name]) => name.endsWith('Requests'))
  return tables.flatMap(([, table]) => Object.keys(table).map((name): [string, string] => [name, file]))
}

// Of two of one name the later table's would be taken, and nobody would hear of it.
test('each request stands in one subject’s table, and every table counts', async () => {
  const named = (await Promise.all(subjects.map(namesIn))).flat()
  const twice = named.filter(([name], at) => named.findIndex(([other]) => other === name) !== at)
  expect(twice).toEqual([])
  expect(named.map(([name]) => name).sort()).toEqual(Object.keys(requests).sort())
})
