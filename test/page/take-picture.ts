/** Takes the picture of the playground that README.md shows: `npm run picture`. */
import { mkdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { startPlayground } from './open-page.ts'

const project = new URL('../../', import.meta.url)
const read = (name: string): Promise<string> => readFile(new URL(`fixtures/pem/${name}`, project), 'utf8')

const folder = new URL('docs/images/', project)
await mkdir(folder, { recursive: true })
const playground = await startPlayground()
const { page, verdict } = await playground.open({ viewport: { width: 1180, height: 560 }, colorScheme: 'light' })
await page.locator('#name').fill('www')
await page.locator('#privateKey').fill(await read('server.key'))
await page.locator('#certificate').fill(await read('damaged-cut-off.txt'))
await page.locator('#chain').fill(await read('chain.crt'))
await verdict('bad')
// The private key is above what the picture shows.
await page.locator('[data-box="certificate"]').evaluate((box) => {
  box.scrollIntoView({ block: 'start' })
})
await page.screenshot({ path: fileURLToPath(new URL('playground.png', folder)) })
await playground.close()
