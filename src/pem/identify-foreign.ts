import type { PemObject } from '../problem/pem-problems.ts'
import { identifyDer, readObjectLength } from './identify-der.ts'

/** Bytes that other programs' files begin with. */
const MAGIC: readonly (readonly [PemObject, readonly number[]])[] = [
  // JKS and JCEKS of Java
  ['javaKeystore', [0xfe, 0xed, 0xfe, 0xed]],
  ['javaKeystore', [0xce, 0xce, 0xce, 0xce]],
]

/** What binary data is, as far as it is no text at all: DER as such, or a container of DER that has a name. */
export function identifyBinary(bytes: Uint8Array): PemObject | undefined {
  const foreign = MAGIC.find(([, magic]) => magic.every((octet, index) => bytes[index] === octet))
  if (foreign !== undefined) return foreign[0]
  if (readObjectLength(bytes) !== bytes.length) return looksLikeDer(bytes) ? 'der' : undefined
  return nameOfDer(bytes)
}

/** What DER that came without PEM is to be called: a certificate or a key in DER only needs converting. */
function nameOfDer(der: Uint8Array): PemObject {
  const object = identifyDer(der)
  return object === 'certificate' || object === 'privateKey' || object === 'unknown' ? 'der' : object
}

/** DER with a long length, cut off or with something after it: no text begins like that. */
function looksLikeDer([tag, length]: Uint8Array): boolean {
  return tag === 0x30 && length !== undefined && length > 0x80 && length <= 0x84
}

const SSH_KEY =
  /^[ \t]*(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-nistp\d{3}|sk-ssh-ed25519@openssh\.com|[\w-]{1,32}-cert-v01@openssh\.com) AAAA/m

/** What text without any block is, where it is the file of another program. */
export function identifyForeignText(text: string): PemObject | undefined {
  const head = text.slice(0, MAX_HEAD)
  if (/^\s*PuTTY-User-Key-File-\d/.test(head)) return 'puttyPrivateKey'
  if (SSH_KEY.test(head)) return 'sshPublicKey'
  if (/^\s*[{[]/.test(head) && /"kty"\s{0,8}:/.test(head)) return 'jwk'
  // DER in hexadecimal digits, or read as if it were text.
  if (/^\s*(?:0x)?30[\s:]?8[0-4][\da-f\s:]{40,}$/i.test(head)) return 'der'
  return /^0[\u0080-\u0084\u20ac\u201a\u0192\u201e\ufffd]/.test(head) ? 'der' : undefined
}

/** What gives such a file away stands at its start. */
const MAX_HEAD = 4096
