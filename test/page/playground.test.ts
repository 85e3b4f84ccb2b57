import { readFileSync } from 'node:fs'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createTestAuthority, type TestAuthority, type TestCertificate } from '../../src/testing/index.ts'
import { findChromium } from './chromium.ts'
import { startPlayground, type OpenPage, type Playground } from './open-page.ts'

const hasBrowser = findChromium() !== undefined
if (!hasBrowser) console.warn('No Chromium on this machine: the tests of the page in a browser are skipped.')

const fixture = (name: string): string => readFileSync(new URL(`../../fixtures/pem/${name}`, import.meta.url), 'utf8')

/** What is put into the boxes, by the id of the box. */
type Fill = Readonly<Record<string, string>>

describe.skipIf(!hasBrowser)('the playground', () => {
  let playground: Playground
  let root: TestAuthority
  let issuing: TestAuthority
  let leaf: TestCertificate
  let opened: OpenPage | undefined

  beforeAll(async () => {
    playground = await startPlayground()
    // The page asks the clock, so these are made as of today.
    root = await createTestAuthority({ at: new Date(), subject: 'Example Root CA' })
    issuing = await root.intermediate({ subject: 'Example Issuing CA' })
    leaf = await issuing.leaf({ names: ['www.example.com', 'example.com'], lifetimeDays: 90 })
  }, 60_000)

  afterEach(async () => {
    expect(opened?.complaints ?? []).toEqual([])
    await opened?.page.context().close()
    opened = undefined
  })

  afterAll(() => playground.close())

  async function open(options: Parameters<Playground['open']>[0] = {}): Promise<OpenPage> {
    opened = await playground.open(options)
    return opened
  }

  async function fill(page: Page, boxes: Fill): Promise<void> {
    if (boxes['roots'] !== undefined) await openRoots(page)
    for (const [box, text] of Object.entries(boxes)) await page.locator(`#${box}`).fill(text)
  }

  async function openRoots(page: Page): Promise<void> {
    await page.locator('details').evaluate((details) => details.setAttribute('open', ''))
  }

  const goodBoxes = (): Fill => ({
    name: 'www 2026',
    privateKey: leaf.key.pkcs8,
    certificate: leaf.pem,
    chain: issuing.pem,
    roots: root.pem,
  })

  it('says of a good form that it is fit, and draws the chain, the dates and the alerts', async () => {
    const { page, verdict } = await open()
    await fill(page, goodBoxes())
    expect(await verdict('ok')).toMatch(/^Fit for use: www\.example\.com, 8[89] days left\.$/)
    const cards = await page.locator('#path li').allInnerTexts()
    expect(cards.map((card) => card.split('\n').slice(0, 2))).toEqual([
      ['Server certificate', 'CN=www.example.com'],
      ['Intermediate CA', 'CN=Example Issuing CA'],
      ['Trusted root', 'CN=Example Root CA'],
    ])
    const occasions = await page.locator('.occasions li').allInnerTexts()
    expect(occasions.map((text) => text.split('\n').at(-1)?.trim())).toEqual([
      'Begins',
      'Today',
      ...[30, 25, 20, 15, 10, 5].map((days) => `Alert: The certificate expires in ${days} days`),
      'Alert: The certificate has expired',
      'Ends',
    ])
    expect(await page.locator('#details').innerText()).toContain('www.example.com, example.com')
  })

  it('says what is still missing, and finds nothing wrong in boxes that were not filled in yet', async () => {
    const { page, verdict } = await open()
    await fill(page, { roots: root.pem, certificate: leaf.pem, chain: issuing.pem })
    expect(await verdict('incomplete')).toBe('Nothing wrong so far. Still missing: Private key.')
    expect(await page.locator('.error').count()).toBe(0)
  })

  describe('names each of the errors that occur often, at its box, with the mend', () => {
    it.each([
      ['a: a key of another certificate', 'privateKey', /does not belong/, /./],
      ['b: a certificate that is cut off', 'certificate', /cut off|END/, /[Cc]opy/],
      ['c: an expired certificate', 'certificate', /expired/, /./],
      ['d: a certificate of a private CA', 'chain', /private|not public|public/, /./],
      ['e: an encrypted key', 'privateKey', /encrypted/, /openssl pkcs8 -in key\.pem -out decrypted\.key/],
    ] as const)('%s', async (name, box, title, mend) => {
      const { page, verdict } = await open()
      const expired = await issuing.leaf({ defects: ['expired'] })
      const wrong: Readonly<Record<string, Fill>> = {
        a: { privateKey: (await issuing.leaf()).key.pkcs8 },
        b: { certificate: leaf.pem.split('\n').slice(0, -4).join('\n') },
        c: { certificate: expired.pem, privateKey: expired.key.pkcs8 },
        d: { chain: issuing.pem + root.pem, roots: '' },
        e: { privateKey: await leaf.key.encrypted('passphrase') },
      }
      await fill(page, { ...goodBoxes(), ...wrong[name.charAt(0)] })
      expect(await verdict('bad')).toMatch(title)
      const problem = page.locator(`#${box}-problems .error`).first()
      expect(await problem.locator('strong').innerText()).toMatch(title)
      expect(await problem.innerText()).toMatch(mend)
      expect(await page.locator(`#${box}`).getAttribute('aria-invalid')).toBe('true')
    })
  })

  it('marks the damaged line while somebody types, and lets go of it when it is mended', async () => {
    const { page, verdict } = await open()
    await fill(page, goodBoxes())
    await verdict('ok')
    await page.locator('#certificate').evaluate((box: HTMLTextAreaElement) => {
      box.focus()
      const fifthLine = box.value.split('\n').slice(0, 4).join('\n').length + 1
      box.setSelectionRange(fifthLine, fifthLine)
    })
    await page.keyboard.type('!')
    await verdict('bad')
    const problem = page.locator('#certificate-problems .error').first()
    expect(await problem.locator('mark').innerText()).toContain(`5  !${leaf.pem.split('\n')[4] ?? ''}`)
    const band = page.locator('[data-box=certificate] .marks .error').first()
    const place = await band.evaluate((element) => {
      const box = document.querySelector('#certificate') ?? element
      const { paddingTop, lineHeight } = getComputedStyle(box)
      const top = element.getBoundingClientRect().top + box.scrollTop - box.getBoundingClientRect().top
      return {
        lines: (top - Number.parseFloat(paddingTop)) / Number.parseFloat(lineHeight),
        height: element.clientHeight,
      }
    })
    // The fifth line, give or take the border of the box.
    expect(place.lines).toBeCloseTo(4, 0)
    expect(place.height).toBe(20)
    await problem.getByRole('button', { name: 'Select line 5' }).click()
    expect(await page.evaluate(() => document.getSelection()?.toString())).toMatch(/^!\S+$/)
    await page.locator('#certificate').fill(leaf.pem)
    await verdict('ok')
    expect(await page.locator('.marks .error').count()).toBe(0)
  })

  it('puts the repaired text into the box where repair is safe', async () => {
    const { page, verdict } = await open()
    const quoted = leaf.pem.replace(/^(?=.)/gm, '> ')
    await fill(page, { ...goodBoxes(), certificate: quoted })
    await verdict('ok')
    await page
      .locator('[data-box=certificate]')
      .getByRole('button', { name: 'Put the repaired text into the box' })
      .click()
    await page.locator('[data-box=certificate] .warning').first().waitFor({ state: 'detached' })
    expect(await page.locator('#certificate').inputValue()).toBe(leaf.pem)
    await verdict('ok')
    expect(await page.locator('.repair:visible').count()).toBe(0)
  })

  it('offers no repair where something else is wrong in the box', async () => {
    const { page, verdict } = await open()
    await fill(page, {
      ...goodBoxes(),
      certificate: `${leaf.pem.replace(/^(?=.)/gm, '> ')}\n${fixture('damaged-cut-off.txt')}`,
    })
    await verdict('bad')
    expect(await page.locator('#certificate-problems .warning').count()).toBeGreaterThan(0)
    expect(await page.locator('.repair:visible').count()).toBe(0)
  })

  it('shows the first of very many problems, and how many more there are', async () => {
    const { page, verdict } = await open()
    await fill(page, { ...goodBoxes(), chain: issuing.pem.repeat(101) })
    await verdict('ok')
    const shown = await page.locator('#chain-problems li').allInnerTexts()
    expect(shown).toHaveLength(21)
    expect(shown.at(-1)).toMatch(/^And \d\d more\.$/)
  })

  describe('takes files', () => {
    /** Drops a file with these bytes, followed by so many zeros. */
    async function drop(page: Page, box: string, name: string, bytes: Uint8Array, zeros = 0): Promise<void> {
      const data = await page.evaluateHandle(
        ([title, octets, more]) => {
          const transfer = new DataTransfer()
          transfer.items.add(new File([new Uint8Array(octets), new Uint8Array(more)], title))
          return transfer
        },
        [name, [...bytes], zeros] as const,
      )
      await page.locator(`#${box}`).dispatchEvent('drop', { dataTransfer: data })
    }

    it('that are dropped on a box', async () => {
      const { page, verdict } = await open()
      const { certificate, ...others } = goodBoxes()
      await fill(page, others)
      await drop(page, 'certificate', 'server.crt', new TextEncoder().encode(certificate))
      await verdict('ok')
      expect(await page.locator('#certificate').inputValue()).toBe(leaf.pem)
    })

    it('that are chosen, several of them at once', async () => {
      const { page, verdict } = await open()
      await fill(page, { ...goodBoxes(), chain: '' })
      const file = (name: string, text: string): { name: string; mimeType: string; buffer: Buffer } => ({
        name,
        mimeType: '',
        buffer: Buffer.from(text),
      })
      await page
        .getByLabel('Choose file: Certificate chain')
        .setInputFiles([file('issuing.crt', issuing.pem.trimEnd()), file('root.crt', root.pem)])
      await page.locator('#chain-problems li').first().waitFor({ state: 'detached' })
      await verdict('ok')
      expect(await page.locator('#chain').inputValue()).toBe(issuing.pem + root.pem)
    })

    it('that are no text: a binary certificate is called one, with the command that turns it into PEM', async () => {
      const { page, verdict } = await open()
      await fill(page, goodBoxes())
      await drop(page, 'certificate', 'server.der', leaf.der)
      await verdict('bad')
      expect(await page.locator('#certificate-held').innerText()).toContain('server.der')
      expect(await page.locator('#certificate-problems').innerText()).toContain('openssl x509 -inform der')
      await page.locator('#certificate').fill(leaf.pem)
      await verdict('ok')
      expect(await page.locator('#certificate-held').isVisible()).toBe(false)
    })

    it('but none that is too large to be a certificate, which leaves in the box what it held', async () => {
      const { page, verdict } = await open()
      await fill(page, goodBoxes())
      await verdict('ok')
      await drop(page, 'chain', 'film.mp4', new Uint8Array(1), 1_048_576)
      expect(await page.locator('#chain-held').innerText()).toBe('film.mp4 is larger than 1 MiB and was not read.')
      await page.locator('#name').fill('www')
      await verdict('ok')
      expect(await page.locator('#chain').inputValue()).toBe(issuing.pem)
    })

    it('and a file dropped beside the boxes does not replace the page, while text may be dragged', async () => {
      const { page } = await open()
      const isLeftToTheBrowser = await page.evaluate(() =>
        [new File([], 'a.txt'), 'text'].map((dragged) => {
          const dataTransfer = new DataTransfer()
          if (typeof dragged === 'string') dataTransfer.setData('text/plain', dragged)
          else dataTransfer.items.add(dragged)
          return document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }))
        }),
      )
      expect(isLeftToTheBrowser).toEqual([false, true])
    })
  })

  it('speaks Korean and English: all words change, and so do those of problems', async () => {
    const { page, verdict } = await open({ locale: 'ko-KR' })
    expect(await page.locator('html').getAttribute('lang')).toBe('ko')
    await fill(page, { ...goodBoxes(), privateKey: await leaf.key.encrypted('passphrase') })
    expect(await verdict('bad')).toMatch(/^사용할 수 없습니다: 개인 키/)
    const korean = await page.locator('[data-word]:visible').allInnerTexts()
    await page.getByRole('button', { name: 'English' }).click()
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    expect(await verdict('bad')).toMatch(/^Not fit for use: The private key/)
    const english = await page.locator('[data-word]:visible').allInnerTexts()
    expect([...korean, ...english].filter((text) => text.trim() === '')).toEqual([])
    expect(korean.filter((text) => !/[가-힣]/.test(text))).toEqual([])
    expect(await page.locator('body').innerText()).not.toMatch(/[가-힣](?<!한국어|[한국어])/)
  })

  it('can be used by the keyboard alone', async () => {
    const { page, verdict } = await open()
    const focused = (): Promise<string> =>
      page.evaluate(() => {
        const { activeElement } = document
        if (!(activeElement instanceof HTMLElement)) return ''
        return activeElement.id === '' ? (activeElement.ariaLabel ?? activeElement.innerText) : activeElement.id
      })
    const tabTo = async (name: string): Promise<void> => {
      for (let step = 0; step < 30 && (await focused()) !== name; step += 1) await page.keyboard.press('Tab')
      expect(await focused()).toBe(name)
    }
    for (const stop of ['English', '한국어', 'dark', 'name', 'privateKey', 'Choose file: Private key', 'certificate']) {
      await page.keyboard.press('Tab')
      expect(await focused()).toBe(stop)
    }
    await page.keyboard.insertText(leaf.pem.replace(/^(?=.)/gm, '> '))
    await tabTo('chain')
    await page.keyboard.insertText(issuing.pem)
    await tabTo('Roots to trust instead of the public ones')
    await page.keyboard.press('Enter')
    await tabTo('roots')
    await page.keyboard.insertText(root.pem)
    await verdict('incomplete')
    await page.locator('#name').focus()
    await tabTo('Put the repaired text into the box')
    await page.keyboard.press('Enter')
    expect(await focused()).toBe('certificate')
    expect(await page.locator('#certificate').inputValue()).toBe(leaf.pem)
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Shift+Tab')
    expect(await focused()).toBe('privateKey')
    await page.keyboard.insertText(leaf.key.pkcs8)
    await verdict('ok')
  })

  describe('has nothing that axe-core objects to', () => {
    const states = [
      { colorScheme: 'light', locale: 'en-US', width: 1280 },
      { colorScheme: 'dark', locale: 'ko-KR', width: 1280 },
      { colorScheme: 'light', locale: 'ko-KR', width: 360 },
      { colorScheme: 'dark', locale: 'en-US', width: 360 },
    ] as const

    it.each(states)('$colorScheme, $locale, $width pixels', async ({ colorScheme, locale, width }) => {
      const { page, verdict } = await open({ colorScheme, locale, viewport: { width, height: 800 } })
      const violations = async (): Promise<unknown> => {
        await page.evaluate(axe.source)
        return page.evaluate(async () => {
          const inPage = globalThis as unknown as { readonly axe: typeof axe }
          const results = await inPage.axe.run()
          return results.violations.map(({ id, nodes }) => ({ id, where: nodes.map(({ html }) => html) }))
        })
      }
      expect(await violations()).toEqual([])
      await fill(page, goodBoxes())
      await verdict('ok')
      expect(await violations()).toEqual([])
      await fill(page, {
        privateKey: await leaf.key.encrypted('passphrase'),
        certificate: leaf.pem.replace(/^(?=.)/gm, '> '),
        chain: fixture('damaged-line-lost.txt'),
      })
      await verdict('bad')
      expect(await violations()).toEqual([])
      const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement)
      expect(scrollWidth).toBe(clientWidth)
    })
  })

  describe('keeps to itself', () => {
    it('asks for its own files alone, and stores nothing', async () => {
      const { page, verdict, requests } = await open()
      await fill(page, goodBoxes())
      await verdict('ok')
      await page.locator('#roots').fill('')
      await verdict('bad')
      await page.getByRole('button', { name: '한국어' }).click()
      await page.locator('#dark').click()
      const name = /^\/(?:|style\.css|page\.js|(?:check|chunk|roots|messages-en|messages-ko)-[A-Z0-9]+\.js)$/
      expect(requests.filter((request) => !name.test(request))).toEqual([])
      expect(requests).toEqual([...new Set(requests)])
      expect(await page.context().cookies()).toEqual([])
      const stored = await page.evaluate(async () => ({
        local: localStorage.length,
        session: sessionStorage.length,
        databases: await indexedDB.databases(),
        caches: await caches.keys(),
        workers: await navigator.serviceWorker.getRegistrations(),
        address: location.search + location.hash,
        history: history.length,
      }))
      const nothing = { local: 0, session: 0, databases: [], caches: [], workers: [], address: '' }
      expect(stored).toMatchObject(nothing)
    })

    it('could not connect if it wanted to', async () => {
      const { page, complaints } = await open()
      const served = playground.served.length
      const outcomes = await page.evaluate(async () => {
        const outcome = (work: () => unknown): Promise<string> =>
          Promise.resolve()
            .then(work)
            .then(
              () => 'done',
              () => 'refused',
            )
        const loading = (element: HTMLElement): Promise<void> =>
          new Promise((resolve, reject) => {
            element.addEventListener('load', () => {
              resolve()
            })
            element.addEventListener('error', reject)
            document.body.append(element)
          })
        const opening = (source: EventTarget): Promise<void> =>
          new Promise((resolve, reject) => {
            source.addEventListener('open', () => {
              resolve()
            })
            source.addEventListener('error', reject)
          })
        const request = new XMLHttpRequest()
        return {
          fetch: await outcome(() => fetch('/leak')),
          request: await outcome(() => {
            request.open('GET', '/leak', false)
            request.send()
          }),
          socket: await outcome(() => opening(new WebSocket(location.href.replace('http', 'ws')))),
          events: await outcome(() => opening(new EventSource('/leak'))),
          image: await outcome(() => loading(Object.assign(new Image(), { src: '/leak.png' }))),
          frame: await outcome(() => {
            navigator.sendBeacon('/leak', 'x')
            const form = Object.assign(document.createElement('form'), { action: '/leak', method: 'post' })
            document.body.append(form)
            form.submit()
          }),
        }
      })
      const { frame, ...others } = outcomes
      expect(frame).toBe('done')
      expect(new Set(Object.values(others))).toEqual(new Set(['refused']))
      expect(playground.served.slice(served)).toEqual([])
      expect(complaints.splice(0).filter((text) => !text.includes('Content Security Policy'))).toEqual([])
    })

    it('works without a network once it has loaded', async () => {
      const { page, verdict, requests } = await open()
      await page.waitForLoadState('networkidle')
      const before = requests.length
      await page.context().setOffline(true)
      await fill(page, goodBoxes())
      await verdict('ok')
      await page.locator('#chain').fill('')
      expect(await verdict('bad')).toMatch(/^Not fit for use: /)
      await page.getByRole('button', { name: '한국어' }).click()
      expect(await verdict('bad')).toMatch(/^사용할 수 없습니다: [가-힣 ]+/)
      expect(requests.slice(before)).toEqual([])
    })

    it('says without a network that the public roots are missing, and goes on when it is back', async () => {
      const { page, verdict, complaints } = await open()
      await page.context().setOffline(true)
      await fill(page, { ...goodBoxes(), roots: '' })
      expect(await verdict('no-roots')).toContain('the public roots could not be loaded')
      await page.context().setOffline(false)
      await page.locator('#name').fill('again')
      expect(await verdict('bad')).toBe('Not fit for use: The chain is incomplete.')
      expect(complaints.splice(0)).toEqual(['Failed to load resource: net::ERR_INTERNET_DISCONNECTED'])
    })

    it('shows a key nowhere but in the box into which it was put', async () => {
      const { page, verdict } = await open()
      const damaged = leaf.key.pkcs8.split('\n').with(2, '!!').join('\n')
      await fill(page, { privateKey: damaged, certificate: leaf.key.pkcs8, chain: damaged })
      await verdict('bad')
      const shown = await page.evaluate(() => document.documentElement.outerHTML)
      const secrets = leaf.key.pkcs8.split('\n').slice(1, 3)
      expect(secrets.filter((line) => shown.includes(line))).toEqual([])
    })

    it('forgets everything when it is left, and when it is told to', async () => {
      const { page, verdict } = await open()
      await fill(page, goodBoxes())
      await verdict('ok')
      await page.getByRole('button', { name: 'Clear all boxes' }).click()
      expect(await verdict('empty')).toBe('Paste something to begin.')
      await fill(page, goodBoxes())
      await verdict('ok')
      await page.goto('about:blank')
      await page.goBack()
      await verdict('empty')
      const values = await page
        .locator('textarea, #name')
        .evaluateAll((all) => all.map((box) => (box as HTMLInputElement).value))
      expect(new Set(values)).toEqual(new Set(['']))
    })
  })
})
