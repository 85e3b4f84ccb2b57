import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PROJECT } from '../../docs/site/entry-points.ts'
import { renderProblemCatalogue } from '../../docs/site/problem-catalogue.ts'
import { FAMILIES, readProblemSources } from '../../docs/site/problem-sources.ts'
import { THROWN_CODES } from '../../docs/site/thrown-codes.ts'
import { PROBLEM_FACTS } from '../../src/problem/problem.ts'
import { DECODER_ERRORS_EN } from '../../src/report/decoder-errors-en.ts'

const PAGES = { en: 'docs/guide/problems.md', ko: 'docs/guide/problems.ko.md' } as const

/** Codes that others throw. */
const OF_OTHERS = ['ERR_INVALID_ARG_VALUE']

/** Every code in the source, as a literal, in a comment, or put together from what a registry refuses. */
function codesInSource(): readonly string[] {
  const folder = join(PROJECT, 'src')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const texts = files.filter((name) => !name.startsWith('cli')).map((name) => readFileSync(join(folder, name), 'utf8'))
  const whole = texts.flatMap((text) => text.match(/\bERR_[A-Z0-9]+_[A-Z0-9_]*[A-Z0-9]\b/g) ?? [])
  return [...new Set(whole)].filter((code) => code !== 'ERR_AREA_FACT' && !OF_OTHERS.includes(code)).sort()
}

describe('the catalogue of problems', () => {
  it.each(['en', 'ko'] as const)('is fresh: `npm run docs:problems` would not change it (%s)', async (language) => {
    const found = readFileSync(join(PROJECT, PAGES[language]), 'utf8')
    expect(found === (await renderProblemCatalogue(language)), `${PAGES[language]}: run npm run docs:problems`).toBe(
      true,
    )
  })

  it('has every code once, in a family that it explains', () => {
    const codes = [...readProblemSources().values()].flatMap((family) => [...family.keys()])
    expect([...codes].sort()).toEqual(Object.keys(PROBLEM_FACTS).sort())
    expect(FAMILIES.length).toBe(
      readdirSync(join(PROJECT, 'src/problem')).filter((name) => /-problems\.ts$/.test(name)).length,
    )
  })

  it.each(['en', 'ko'] as const)('has a heading to link to for every code (%s)', (language) => {
    const headings = readFileSync(join(PROJECT, PAGES[language]), 'utf8').match(/(?<=^### `)[^`]+/gm)
    expect(headings).toHaveLength(Object.keys(PROBLEM_FACTS).length)
  })

  it('has every code that is thrown, and none that is not', () => {
    expect([...Object.keys(THROWN_CODES), ...Object.keys(DECODER_ERRORS_EN)].sort()).toEqual(codesInSource())
  })

  it.each(Object.entries(THROWN_CODES).filter(([code]) => code.startsWith('ERR_REGISTRY_')))(
    'has the fields that %s is thrown with',
    (code, { fields }) => {
      const folder = join(PROJECT, 'src/registry')
      const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
      const thrown = texts.flatMap((text) => [
        ...text.matchAll(new RegExp(`registryError\\('${code.slice('ERR_REGISTRY_'.length)}', \\{([^}]*)\\}`, 'g')),
      ])
      for (const [, detail = ''] of thrown) {
        expect(detail.split(',').map((field) => field.trim().split(':')[0])).toEqual(fields)
      }
      expect(thrown.length).toBeGreaterThan(0)
    },
  )
})
