import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { chromium, type BrowserContextOptions, type Page } from 'playwright-core'
import { buildPlayground } from '../../docs/playground/build.ts'
import { findChromium } from './chromium.ts'

/** The playground, built and served on the loopback interface, and a browser to open it in. */
export interface Playground {
  /** Opens the page in a profile of its own and waits until it is ready to be used. */
  readonly open: (options?: BrowserContextOptions) => Promise<OpenPage>
  /** The paths that the server was asked for. */
  readonly served: readonly string[]
  readonly close: () => Promise<void>
}

/** A page, and what it asked the network for. */
export interface OpenPage {
  readonly page: Page
  /** Every request of the page, as the browser tells: those that were blocked or failed too. */
  readonly requests: readonly string[]
  /** Errors and violations in the console; a test that expects some takes them out. */
  readonly complaints: string[]
  /** Waits for the verdict on what is in the boxes now, and gives its first line. */
  readonly verdict: (expected: string) => Promise<string>
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
}

export async function startPlayground(): Promise<Playground> {
  const folder = mkdtempSync(join(tmpdir(), 'certkeep-page-'))
  await buildPlayground(folder)
  const served: string[] = []
  const server = createServer((request, response) => {
    served.push(request.url ?? '')
    const path = request.url === '/' ? '/index.html' : (request.url ?? '')
    try {
      const body = readFileSync(join(folder, path))
      response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(body)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const executablePath = findChromium()
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox'],
  })
  return {
    served,
    open: async (options) => {
      const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 900 }, ...options })
      const page = await context.newPage()
      const requests: string[] = []
      const complaints: string[] = []
      context.on('request', (request) => requests.push(request.url().replace(address, '/')))
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(error.message))
      const verdict = async (expected: string): Promise<string> => {
        await page.locator(`#verdict[aria-busy="false"][data-verdict="${expected}"]`).waitFor()
        return page.locator('#headline').innerText()
      }
      await page.goto(address)
      await verdict('empty')
      return { page, requests, complaints, verdict }
    },
    close: async () => {
      await browser.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
