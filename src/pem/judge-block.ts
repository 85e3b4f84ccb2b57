import type { ArmorBlock } from '../armor/armor-reading.ts'
import { placeOfByte } from '../armor/data-lines.ts'
import { contentOfLabel, type LabelContent } from '../armor/labels.ts'
import { identifyEncryptedKey } from '../keys/identify-encrypted-key.ts'
import { parsePrivateKey } from '../keys/parse-private-key.ts'
import { privateKeyProblem } from '../keys/private-key-problem.ts'
import type { PrivateKey } from '../keys/private-key.ts'
import { isCertkeepError } from '../problem/certkeep-error.ts'
import { decoderEvidence } from '../problem/decoder-evidence.ts'
import type { EncryptedKeyContainer } from '../problem/key-problems.ts'
import type { PemObject } from '../problem/pem-problems.ts'
import { createProblem, type Problem } from '../problem/problem.ts'
import type { Certificate } from '../x509/certificate.ts'
import { parseCertificate } from '../x509/parse-certificate.ts'
import { identifyDer, type DerObject } from './identify-der.ts'
import { judgeData, type PlaceMaker } from './judge-data.ts'

/** What the place is for that a text was pasted into. */
export type PemExpectation = 'any' | 'certificate' | 'chain' | 'privateKey'

/** What a block turned out to be. `der` has no more than the object. */
export type BlockVerdict =
  | { readonly kind: 'certificate'; readonly der: Uint8Array; readonly certificate: Certificate }
  | {
      readonly kind: 'privateKey'
      readonly der: Uint8Array
      readonly privateKey: PrivateKey
      /** Whether the label names another container. */
      readonly isMislabelled: boolean
    }
  | { readonly kind: 'refused'; readonly der: Uint8Array; readonly problem: Problem }

/** Decides what a block holds, by its label and its data, and whether it may stand where it was found. */
export function judgeBlock(block: ArmorBlock, expect: PemExpectation, placeAt: PlaceMaker): BlockVerdict {
  const content = contentOfLabel(block.label)
  const here = placeAt(block.start)
  const refuse = (problem: Problem, der: Uint8Array = block.der): BlockVerdict => ({ kind: 'refused', der, problem })
  const refuseObject = (found: PemObject, expected: PemExpectation = expect): BlockVerdict =>
    refuse(createProblem('pem-unexpected-object', { expected, found }, here))

  const legacy = legacyEncryption(block)
  if (legacy !== undefined) return refuse(createProblem('key-encrypted', legacy, here))
  const openssh = opensshEncryption(block.der)
  if (openssh === 'none') return refuseObject('opensshPrivateKey')
  if (openssh !== undefined)
    return refuse(createProblem('key-encrypted', { container: 'openssh', cipher: openssh }, here))
  if (content !== 'certificate' && content !== 'privateKey' && content !== 'encryptedPrivateKey') {
    return refuseObject(objectOfContent(content))
  }

  const data = judgeData(block, placeAt)
  if ('problem' in data) return refuse(data.problem)
  const { der } = data
  const found = identifyDer(der)
  const encrypted = found === 'encryptedPrivateKey' ? identifyEncryptedKey(der) : undefined
  if (encrypted !== undefined)
    return refuse(createProblem('key-encrypted', { container: 'pkcs8', cipher: encrypted.cipher }, here))
  const meant = content === 'certificate' ? 'certificate' : 'privateKey'
  if (found !== meant && found !== 'unknown') return refuseObject(found, expect === 'any' ? meant : expect)
  if (expect !== 'any' && (expect === 'privateKey') !== (meant === 'privateKey')) return refuseObject(meant)
  return meant === 'certificate' ? readCertificate(block, der, placeAt) : readKey(block, der, placeAt)
}

function readCertificate(block: ArmorBlock, der: Uint8Array, placeAt: PlaceMaker): BlockVerdict {
  try {
    return { kind: 'certificate', der, certificate: parseCertificate(der) }
  } catch (error) {
    if (!isCertkeepError(error)) throw error
    const detail = decoderEvidence(error)
    return {
      kind: 'refused',
      der,
      problem: createProblem('certificate-malformed', detail, placeAt(placeOfByte(block, detail.offset))),
    }
  }
}

function readKey(block: ArmorBlock, der: Uint8Array, placeAt: PlaceMaker): BlockVerdict {
  try {
    const privateKey = parsePrivateKey(der)
    return { kind: 'privateKey', der, privateKey, isMislabelled: !isLabelOf(block.label, privateKey) }
  } catch (error) {
    if (!isCertkeepError(error)) throw error
    const offset = error.detail['offset']
    const at = typeof offset === 'number' ? placeOfByte(block, offset) : block.start
    return { kind: 'refused', der, problem: privateKeyProblem(error, placeAt(at)) }
  }
}

/** The label that a container is known by (RFC 7468 section 10, and OpenSSL for the older ones). */
export function labelOfKey({ container }: Pick<PrivateKey, 'container'>): string {
  switch (container) {
    case 'pkcs8':
      return 'PRIVATE KEY'
    case 'pkcs1':
      return 'RSA PRIVATE KEY'
    case 'sec1':
      return 'EC PRIVATE KEY'
    default:
      throw new TypeError(String(container satisfies never))
  }
}

function isLabelOf(label: string, key: PrivateKey): boolean {
  return label === 'ANY PRIVATE KEY' || label === labelOfKey(key)
}

const LEGACY_CONTAINERS: ReadonlyMap<string, EncryptedKeyContainer> = /* @__PURE__ */ new Map([
  ['RSA PRIVATE KEY', 'legacy-rsa'],
  ['EC PRIVATE KEY', 'legacy-ec'],
  ['DSA PRIVATE KEY', 'legacy-dsa'],
])

/** What the headers of a block say of its encryption (RFC 1421 sections 4.6.1.1 and 4.6.1.3). */
export function legacyEncryption({
  label,
  headers,
}: Pick<ArmorBlock, 'label' | 'headers'>):
  { readonly container: EncryptedKeyContainer; readonly cipher: string } | undefined {
  const header = (name: string): string | undefined => headers.find((each) => each.name.toLowerCase() === name)?.value
  const [version = '', type = ''] = header('proc-type')?.split(',') ?? []
  if (version.trim() !== '4' || type.trim().toUpperCase() !== 'ENCRYPTED') return undefined
  if (contentOfLabel(label) !== 'privateKey' && contentOfLabel(label) !== 'encryptedPrivateKey') return undefined
  const [cipher = ''] = header('dek-info')?.split(',') ?? []
  return { container: LEGACY_CONTAINERS.get(label) ?? 'unknown', cipher: /^[\w-]{1,40}$/.test(cipher) ? cipher : '' }
}

/** What the files of OpenSSH begin with (PROTOCOL.key of its source): a name, then the cipher as text with its length. */
const OPENSSH_MAGIC = 'openssh-key-v1\0'

function opensshEncryption(der: Uint8Array): string | undefined {
  const head = String.fromCharCode(...der.subarray(0, 64))
  if (!head.startsWith(OPENSSH_MAGIC)) return undefined
  const length = head.charCodeAt(OPENSSH_MAGIC.length + 3)
  const cipher = head.slice(OPENSSH_MAGIC.length + 4, OPENSSH_MAGIC.length + 4 + length)
  return /^[\w@.-]{1,40}$/.test(cipher) ? cipher : 'none'
}

function objectOfContent(
  content: Exclude<LabelContent, 'certificate' | 'privateKey' | 'encryptedPrivateKey'> | undefined,
): PemObject {
  return content === undefined || content === 'attributeCertificate' ? 'unknown' : content
}

/** Objects that anybody may see. */
const PUBLIC_OBJECTS: readonly DerObject[] = [
  'certificate',
  'publicKey',
  'certificateRequest',
  'crl',
  'pkcs7',
  'parameters',
]

/** Whether a block may hold a private key: every one that is not by its label and by its data something public. */
export function mayHoldKey(label: string, der: Uint8Array): boolean {
  const content = contentOfLabel(label)
  return !PUBLIC_OBJECTS.some((object) => object === content) || !PUBLIC_OBJECTS.includes(identifyDer(der))
}
