import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PROJECT } from '../../docs/site/entry-points.ts'
import {
  CERTIFICATE_DEFECTS,
  CRL_DEFECTS,
  KEY_DEFECTS,
  OCSP_DEFECTS,
  type DefectDescription,
} from '../../src/testing/index.ts'

const guide = readFileSync(join(PROJECT, 'docs/guide/testing.md'), 'utf8')

describe('docs/guide/testing.md', () => {
  it.each([
    ['Certificates', CERTIFICATE_DEFECTS],
    ['CRLs', CRL_DEFECTS],
    ['OCSP responses', OCSP_DEFECTS],
    ['Private keys', KEY_DEFECTS],
  ] as const)('its table of defects is that of the code: %s', (title, table) => {
    const [, section = ''] = guide.split(`\n### ${title}\n`)
    const [, , ...rows] = (section.split('\n### ')[0] ?? '').trim().split('\n')
    const cells = rows.map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    const expected = Object.entries<DefectDescription>(table).map(([name, { description, reference }]) => [
      `\`${name}\``,
      description,
      reference,
    ])
    expect(cells).toEqual(expected)
  })
})
