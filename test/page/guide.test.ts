import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { chromium } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { createTestAuthority } from '../../src/testing/index.ts'
import { findChromium } from './chromium.ts'

const guide = readFileSync(new URL('../../docs/guide/browser.md', import.meta.url), 'utf8')
const browser = findChromium()
if (browser === undefined) console.warn('No Chromium on this machine: the example in plain HTML is not run.')

/** The only example in a language of code blocks, or the one that mentions a word. */
function example(language: string, word = ''): string {
  const blocks = [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(
    ([, code = '']) => code,
  )
  const [found = '', another] = blocks.filter((code) => code.includes(word))
  expect(another).toBeUndefined()
  return found
}

/** What stands in for a framework: the functions that the example imports, which do at once what they otherwise plan. */
const STAND_INS: Readonly<Record<string, string>> = {
  react: `export const useState = () => [undefined, (report) => globalThis.told(report)]
    export const useEffect = (effect) => { globalThis.cleanup = effect() }`,
  vue: `export const shallowRef = () => ({ set value(report) { globalThis.told(report) } })
    export const watch = (ref, act) => { act(ref.value, undefined, (cleanup) => { globalThis.cleanup = cleanup }) }`,
}

const source = (file: string): string => fileURLToPath(new URL(`../../src/${file}`, import.meta.url))

/** One script of an example, with the package by its names as it is in `src`. */
async function bundle(contents: string, loader: 'js' | 'ts' | 'tsx'): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, loader, resolveDir: import.meta.dirname },
    alias: { certkeep: source('index.ts'), 'certkeep/roots': source('roots/index.ts') },
    plugins: [
      {
        name: 'stand-ins',
        setup: (plugin) => {
          plugin.onResolve({ filter: /^(?:react|vue)$/ }, ({ path }) => ({ path, namespace: 'stand-in' }))
          plugin.onLoad({ filter: /./, namespace: 'stand-in' }, ({ path }) => ({ contents: STAND_INS[path] ?? '' }))
        },
      },
    ],
    bundle: true,
    format: 'esm',
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}

/** Has a key that is not the certificate's, under a root that nobody knows. */
let form: { readonly privateKey: string; readonly certificate: string; readonly chain: string }

beforeAll(async () => {
  const root = await createTestAuthority({ at: new Date() })
  const leaf = await root.leaf()
  form = { privateKey: (await root.leaf()).key.pkcs8, certificate: leaf.pem, chain: root.pem }
})

describe('docs/guide/browser.md', () => {
  it.skipIf(browser === undefined)('the example in plain HTML shows what is wrong with a form', async () => {
    const opened = await chromium.launch({ executablePath: browser ?? '', args: ['--no-sandbox'] })
    const page = await opened.newPage()
    // WebCrypto is there on secure pages only; nothing is asked of the network.
    await page.route('**', (route) => route.fulfill({ contentType: 'text/html', body: example('html') }))
    await page.goto('https://page.example/')
    await page.addScriptTag({ type: 'module', content: await bundle(example('js'), 'js') })
    for (const [name, text] of Object.entries(form)) await page.locator(`[name=${name}]`).fill(text)
    await page.getByText('does not belong').waitFor()
    expect(await page.getByRole('button').isDisabled()).toBe(true)
    await opened.close()
  })

  describe('the examples for frameworks give the report, and none to a form that has gone', () => {
    interface Told {
      told: (report: { readonly problems: readonly { readonly code: string }[] }) => void
      cleanup: () => void
    }
    const world = globalThis as unknown as Told

    it.each([
      ['React', 'tsx', 'react', 'useBundleReport(form)'],
      ['Vue', 'ts', 'vue', 'useBundleReport({ value: form })'],
    ] as const)('%s', async (_name, language, word, call) => {
      const program = `${example(language, word)}\nexport const run = (form: any) => ${call}`
      const script = await bundle(program, language)
      const url = `data:text/javascript;base64,${Buffer.from(script).toString('base64')}`
      const { run } = (await import(/* @vite-ignore */ url)) as { run: (filled: typeof form) => unknown }
      const report = await new Promise<Parameters<Told['told']>[0]>((resolve) => {
        world.told = resolve
        run(form)
      })
      expect(report.problems.map(({ code }) => code)).toContain('key-mismatch')
      expect(world.cleanup).toBeTypeOf('function')
      world.cleanup()
    })
  })

  it('the example of repair gives clean text where that is safe, and nothing else', async () => {
    const script = await bundle(example('ts', 'repairedText'), 'ts')
    const url = `data:text/javascript;base64,${Buffer.from(script).toString('base64')}`
    const { repairedText } = (await import(/* @vite-ignore */ url)) as { repairedText: (text: string) => unknown }
    expect(repairedText(form.certificate.replace(/^(?=.)/gm, '> '))).toBe(form.certificate)
    expect(repairedText(form.certificate)).toBeUndefined()
    expect(repairedText(form.certificate.slice(0, 300))).toBeUndefined()
  })
})
