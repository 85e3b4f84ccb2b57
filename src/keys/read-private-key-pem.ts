import { decodeSinglePem } from '../armor/decode-clean-pem.ts'
import type { EncryptedKeyContainer } from '../problem/key-problems.ts'

/** What the text of a private key turned out to be. */
export type PrivateKeyPem =
  | { readonly kind: 'der'; readonly der: Uint8Array }
  | { readonly kind: 'encrypted'; readonly container: EncryptedKeyContainer; readonly cipher: string }
  | { readonly kind: 'not-clean' }

const LABELS: readonly string[] = [
  'PRIVATE KEY',
  'RSA PRIVATE KEY',
  'EC PRIVATE KEY',
  'DSA PRIVATE KEY',
  'ENCRYPTED PRIVATE KEY',
]

const LEGACY_CONTAINERS: Readonly<Record<string, EncryptedKeyContainer>> = {
  'RSA PRIVATE KEY': 'legacy-rsa',
  'EC PRIVATE KEY': 'legacy-ec',
  'DSA PRIVATE KEY': 'legacy-dsa',
}

const BEGIN = '-----BEGIN '
const END = '-----END '
const DASHES = '-----'

/**
 * Takes the first block with the label of a private key out of a text and decodes it, if it is clean (RFC 7468 section 3).
 *
 * Other blocks (`EC PARAMETERS`, certificates) and text around the block are passed over. A key in OpenSSL's old encryption is
 * recognised by its headers (RFC 1421 section 4.6.1.1). What is wrong with a block that is not clean is for `parsePem` to say.
 */
export function readPrivateKeyPem(text: string): PrivateKeyPem {
  const block = findPrivateKeyBlock(text)
  if (block === undefined) return { kind: 'not-clean' }
  const headers = /^\s*Proc-Type:\s*4,\s*ENCRYPTED\s+DEK-Info:\s*([A-Za-z0-9-]{1,40})/.exec(block.body)
  if (headers !== null) {
    return { kind: 'encrypted', container: LEGACY_CONTAINERS[block.label] ?? 'unknown', cipher: headers[1] ?? '' }
  }
  const der = decodeSinglePem(block.text, LABELS)
  return der === undefined ? { kind: 'not-clean' } : { kind: 'der', der }
}

interface Block {
  readonly label: string
  readonly body: string
  readonly text: string
}

function findPrivateKeyBlock(text: string): Block | undefined {
  for (let start = text.indexOf(BEGIN); start !== -1; start = text.indexOf(BEGIN, start + BEGIN.length)) {
    const labelStart = start + BEGIN.length
    const label = LABELS.find((candidate) => text.startsWith(candidate + DASHES, labelStart))
    if (label === undefined) continue
    const bodyStart = labelStart + label.length + DASHES.length
    const boundary = END + label + DASHES
    const bodyEnd = text.indexOf(boundary, bodyStart)
    if (bodyEnd === -1) return undefined
    return { label, body: text.slice(bodyStart, bodyEnd), text: text.slice(start, bodyEnd + boundary.length) }
  }
  return undefined
}
