import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Metafile } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPlayground } from '../../docs/playground/build.ts'

describe('the scripts of the playground', () => {
  let folder: string
  let outputs: Metafile['outputs']

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'certkeep-page-size-'))
    outputs = (await buildPlayground(folder)).outputs
  })

  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  /** Scripts and all that they cannot do without, each gzipped at level 9. */
  function weigh(...names: readonly RegExp[]): number {
    const needed = new Set(
      names.map((name) => Object.keys(outputs).find((path) => name.test(basename(path))) ?? String(name)),
    )
    for (const path of needed) {
      for (const { path: imported, kind } of outputs[path]?.imports ?? []) {
        if (kind === 'import-statement') needed.add(imported)
      }
    }
    return [...needed].reduce((sum, path) => sum + gzipSync(readFileSync(resolve(path)), { level: 9 }).length, 0)
  }

  it('are at most 60 kB gzipped before the page can be used, and the checks come in without the roots', () => {
    const sizes = {
      page: weigh(/^page\./),
      checks: weigh(/^check-[0-9A-Z]{8}\.js/),
      checksInEnglish: weigh(/^check-[0-9A-Z]{8}\.js/, /^messages-en-/),
      checksInKorean: weigh(/^check-[0-9A-Z]{8}\.js/, /^messages-ko-/),
      roots: weigh(/^roots-/),
    }
    console.log(`gzipped: ${JSON.stringify(sizes)}`)
    expect(sizes.page).toBeLessThanOrEqual(60_000)
    // The library: all that one call for a whole form needs, and its words for problems in the language of the page.
    expect(sizes.checks).toBeLessThanOrEqual(73_000)
    expect(sizes.checksInEnglish).toBeLessThanOrEqual(85_000)
    expect(sizes.checksInKorean).toBeLessThanOrEqual(86_500)
    expect(outputs[Object.keys(outputs).find((path) => path.includes('page.js')) ?? '']?.imports).toEqual([
      expect.objectContaining({ kind: 'dynamic-import' }),
    ])
  })
})
