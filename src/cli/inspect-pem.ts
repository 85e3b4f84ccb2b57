import { contentOfLabel } from '../armor/labels.ts'
import type { PrivateKey } from '../keys/private-key.ts'
import { parsePem, type PemBlock } from '../pem/parse-pem.ts'
import type { Problem } from '../problem/problem.ts'
import type { Certificate } from '../x509/certificate.ts'
import { inspectCertificate } from './inspect-certificate.ts'
import type { InputFindings } from './inspect-input.ts'
import type { InspectedObject } from './inspect-report.ts'

/** Says what PEM text holds, block by block, and what it is where it is the text of another program. */
export function inspectPem(text: string, at: Date, maxBytes: number): InputFindings {
  const { blocks, certificates, privateKeys, problems } = parsePem(text, { maxBytes })
  // What was accepted stands in the order of the blocks, so that one walk through each list is enough.
  const nextCertificate = createCursor(certificates, ({ der }: Certificate, block) => startsWith(block, der))
  const nextKey = createCursor(privateKeys, holdsKey)
  const objects = blocks.map((block) => ({
    offset: block.start.offset,
    object: inspectBlock(block, at, nextCertificate, nextKey),
  }))
  const ordered = objects.sort((a, b) => a.offset - b.offset).map(({ object }) => object)
  return {
    objects: blocks.length === 0 ? problems.flatMap(foreignObject) : ordered,
    problems: problems.filter((problem) => !isNamedObject(problem)),
  }
}

/** To inspect a CSR or a CRL is what the command is for, so that it is no problem that there is one. */
function isNamedObject(problem: Problem): boolean {
  return (
    problem.code === 'pem-unexpected-object' && problem.detail.found !== 'unknown' && problem.detail.found !== 'der'
  )
}

/** The file of another program has no blocks; that there is one is told by a problem only. */
function foreignObject(problem: Problem): readonly InspectedObject[] {
  if (problem.code !== 'pem-unexpected-object' || !isNamedObject(problem)) return []
  const { found } = problem.detail
  if (found === 'certificate' || found === 'privateKey') return []
  return [{ kind: found, line: problem.at?.line ?? null, label: '' }]
}

/** Takes the next item if it is the one of a block. */
type Cursor<Item> = (block: PemBlock) => Item | undefined

function createCursor<Item>(items: readonly Item[], isItemOf: (item: Item, der: Uint8Array) => boolean): Cursor<Item> {
  let index = 0
  return ({ der }) => {
    const item = items[index]
    if (item === undefined || !isItemOf(item, der)) return undefined
    index += 1
    return item
  }
}

function inspectBlock(
  block: PemBlock,
  at: Date,
  nextCertificate: Cursor<Certificate>,
  nextKey: Cursor<PrivateKey>,
): InspectedObject {
  const { label } = block
  const { line } = block.start
  const certificate = nextCertificate(block)
  if (certificate !== undefined) return inspectCertificate(certificate, line, at)
  const key = nextKey(block)
  if (key !== undefined) return { kind: 'privateKey', line, key }
  const content = contentOfLabel(label)
  switch (content) {
    case 'certificate':
      return { kind: 'unreadable', line, label }
    case 'privateKey':
      return { kind: isLegacyEncrypted(block) ? 'encryptedPrivateKey' : 'unreadable', line, label }
    case undefined:
    case 'attributeCertificate':
      return { kind: 'unknown', line, label }
    default:
      return { kind: content, line, label }
  }
}

/** RFC 1421 section 4.6.1.1: the headers say so. */
function isLegacyEncrypted({ headers }: PemBlock): boolean {
  return headers.some(({ name, value }) => name.toLowerCase() === 'proc-type' && value.includes('ENCRYPTED'))
}

function holdsKey(key: PrivateKey, der: Uint8Array): boolean {
  const exported = key.exportDer()
  const isHeld = startsWith(der, exported)
  exported.fill(0)
  return isHeld
}

function startsWith(bytes: Uint8Array, head: Uint8Array): boolean {
  if (bytes.length < head.length) return false
  for (let index = 0; index < head.length; index += 1) {
    if (bytes[index] !== head[index]) return false
  }
  return true
}
