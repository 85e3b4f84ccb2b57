import { contentOfLabel } from '../armor/labels.ts'
import type { PrivateKey } from '../keys/private-key.ts'
import type { PemBlock, PemReport } from '../pem/parse-pem.ts'
import type { Certificate } from '../x509/certificate.ts'
import { inspectCertificate } from './inspect-certificate.ts'
import type { InspectedObject } from './inspect-report.ts'

/** Lists what the blocks of a text are, in the order of the text. */
export function inspectBlocks({ blocks, certificates, privateKeys }: PemReport, at: Date): readonly InspectedObject[] {
  // What was accepted stands in the order of the blocks, so that one walk through each list is enough.
  const nextCertificate = createCursor(certificates, ({ der }: Certificate, block) => startsWith(block, der))
  const nextKey = createCursor(privateKeys, holdsKey)
  const objects = blocks.map((block) => ({
    offset: block.start.offset,
    object: inspectBlock(block, at, nextCertificate, nextKey),
  }))
  return objects.sort((a, b) => a.offset - b.offset).map(({ object }) => object)
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
