import { formatTable } from '../conformance/support/figures.ts'
import { benchCertificates } from './certificates.ts'
import { benchChains } from './chains.ts'
import { benchCrl } from './crl.ts'
import { benchKeyMatch } from './key-match.ts'
import { benchRegistry } from './registry.ts'
import { describeMark, isReached, type BenchSection } from './section.ts'
import { benchSignatures } from './signatures.ts'
import { benchTestingKit } from './testing-kit.ts'
import { writePage } from './write-page.ts'

type Area = () => readonly BenchSection[] | Promise<readonly BenchSection[]>

const AREAS: Readonly<Record<string, Area>> = {
  certificates: benchCertificates,
  keys: benchKeyMatch,
  signatures: benchSignatures,
  chains: benchChains,
  crl: benchCrl,
  registry: benchRegistry,
  kit: benchTestingKit,
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !Object.hasOwn(AREAS, name))
if (unknown.length > 0) {
  console.error(
    `there is no area ${unknown.join(', ')}\n\nusage: npm run bench -- [AREA]…, of ${Object.keys(AREAS).join(', ')}`,
  )
  process.exit(2)
}
const sections: BenchSection[] = []
for (const [name, bench] of Object.entries(AREAS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  for (const section of await bench()) {
    console.log(`\n${section.title}\n\n${formatTable(section.rows)}`)
    sections.push(section)
  }
}
const marks = sections.flatMap((section) => section.marks ?? [])
console.log(`\n${marks.map((mark) => `${isReached(mark) ? 'reached' : 'MISSED '}  ${describeMark(mark)}`).join('\n')}`)
// All of it is what the page tells; a part would tell of two machines at once.
if (wanted.length === 0) await writePage(sections)
