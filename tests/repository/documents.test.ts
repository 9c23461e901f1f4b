import { describe, expect, test } from 'vitest'
import { documentTypes } from '../../src/contract/documents.ts'
import { DocumentType } from '../../src/contract/identity.ts'
import { specimens } from '../../src/station/training/specimens/specimens.ts'
import { readProjectFile } from './project-files.ts'

describe('every row of the table of documents', () => {
  test('stands in the table of docs/rules.md, and no other does', () => {
    const section = readProjectFile('docs/rules.md').split('\n## Documents')[1]!.split('\n## ')[0]!
    const named = [...section.matchAll(/^\| [^|`]*\(`(\w+)`\) *\|/gm)].map(([, name]) => name)
    expect(named).toEqual(DocumentType.options)
  })

  test.each(DocumentType.options.filter((type) => documentTypes[type].accepted))(
    'has a specimen to practise with: %s',
    (type) => expect(specimens.map(({ documentType }) => documentType)).toContain(type),
  )
})
