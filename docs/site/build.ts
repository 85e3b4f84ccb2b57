/**
 * Builds the site into dist-docs: the reference of every sub-path from its doc comments, all pages of docs/README.md, and the playground.
 * Fails where the reference is incomplete or a link leads nowhere.
 */
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildPlayground } from '../playground/build.ts'
import { buildReference } from './build-reference.ts'
import { checkSite } from './check-site.ts'
import { PROJECT } from './entry-points.ts'

const site = join(PROJECT, 'dist-docs')
const playground = join(site, 'playground')

rmSync(site, { recursive: true, force: true })
const complaints = [...(await buildReference(site))]
await buildPlayground(playground)
linkPlayground()
complaints.push(...checkSite(site))

for (const complaint of complaints) console.error(complaint)
if (complaints.length > 0) process.exitCode = 1
else console.log(`The site is in ${site}; any web server can serve it.`)

/** The name of the library at the top of the playground leads back to its documentation. */
function linkPlayground(): void {
  const path = join(playground, 'index.html')
  const text = readFileSync(path, 'utf8')
  const linked = text.replace('<strong>certkeep</strong>', '<strong><a href="../index.html">certkeep</a></strong>')
  if (linked === text) throw new Error('the playground has no place for the link to the documentation')
  writeFileSync(path, linked)
  appendFileSync(join(playground, 'style.css'), '\nheader strong a {\n  color: inherit;\n}\n')
}
