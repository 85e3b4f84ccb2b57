import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { checkSite } from '../../docs/site/check-site.ts'

const folder = mkdtempSync(join(tmpdir(), 'certkeep-site-'))

afterAll(() => {
  rmSync(folder, { recursive: true })
})

function complaintsAbout(body: string): readonly string[] {
  writeFileSync(join(folder, 'index.html'), `<!doctype html><title>.</title><body id="top">${body}`)
  writeFileSync(join(folder, 'other.html'), '<!doctype html><title>.</title><h1 id="대">.</h1>')
  writeFileSync(join(folder, 'page.js'), '')
  return checkSite(folder)
}

describe('checkSite()', () => {
  it.each([
    ['a page', '<a href="other.html">'],
    ['a place of another page', '<a href="other.html#%EB%8C%80">'],
    ['a place of the page', '<a href="#top">'],
    ['another site, which is not asked', '<a href="https://example.com/">'],
    ['a script of its own', '<script src="page.js"></script>'],
    ['data', '<img src="data:,">'],
  ])('is content with %s', (_what, body) => {
    expect(complaintsAbout(body)).toEqual([])
  })

  it.each([
    ['a page that is not there', '<a href="none.html">', 'leads nowhere'],
    ['a place that is not there', '<a href="other.html#none">', 'leads to no place'],
    ['a script from elsewhere', '<script src="https://example.com/a.js"></script>', 'is loaded from elsewhere'],
    ['a font from elsewhere', '<link rel="stylesheet" href="//example.com/a.css">', 'is loaded from elsewhere'],
  ])('names %s', (_what, body, fault) => {
    expect(complaintsAbout(body)).toEqual([expect.stringContaining(fault)])
  })
})
