import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { renderApiReports } from '../../docs/site/api-report.ts'
import { entryPoints, PROJECT } from '../../docs/site/entry-points.ts'
import * as certkeep from '../../src/index.ts'

let reports: ReadonlyMap<string, string>

beforeAll(async () => {
  reports = await renderApiReports()
})

describe('docs/api', () => {
  it('is fresh: `npm run docs:api` would not change it', () => {
    const differing = [...reports].filter(([name, text]) => readFileSync(join(PROJECT, name), 'utf8') !== text)
    expect(differing.map(([name]) => name)).toEqual([])
  })

  it('has a file for each sub-path, and no other', () => {
    expect(readdirSync(join(PROJECT, 'docs/api')).sort()).toEqual(
      [...entryPoints().keys()].map((name) => `${name.replaceAll('/', '-')}.md`).sort(),
    )
  })

  it('has every function that a program can import, with its type and a sentence', () => {
    const text = reports.get('docs/api/certkeep.md') ?? ''
    for (const [name, value] of Object.entries(certkeep)) {
      if (typeof value !== 'function') continue
      expect(text, name).toMatch(new RegExp(`^// \\S.*\\n(?:[^\\n]+\\n)*?export (?:function|class) ${name}\\b`, 'm'))
    }
    expect(text).toMatch(/^export type ProblemKind =/m)
  })
})
