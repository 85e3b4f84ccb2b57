import type { PemHeader } from '../armor/read-headers.ts'
import { encodePem } from '../armor/encode-pem.ts'
import type { PrivateKey } from '../keys/private-key.ts'
import { sortProblems, type Problem, type TextPosition } from '../problem/problem.ts'
import type { Certificate } from '../x509/certificate.ts'
import { labelOfKey, mayHoldKey } from './judge-block.ts'

/** A block whose text could be read, whether or not its object was accepted. */
export interface PemBlock {
  /** The usual name of what the block says it is: `CERTIFICATE` for an `X509 CERTIFICATE` or a `TRUSTED CERTIFICATE`. */
  readonly label: string
  /** The object alone. Not enumerable unless it is known to be public, so that no copy, JSON or log shows a key. */
  readonly der: Uint8Array
  /**
   * In order, as they stand there (RFC 1421 section 4.6); a name may occur more than once. Enumerable only where `der` is: in a text that
   * is damaged enough, lines of a key may look like a header.
   */
  readonly headers: readonly PemHeader[]
  /** The first dash of BEGIN, in the text as given. */
  readonly start: TextPosition
  /** The place after the last dash of END. */
  readonly end: TextPosition
}

/** What a text holds, and what is wrong with it. */
export interface PemReport {
  /** No problem of severity `error`. */
  readonly ok: boolean
  /** Those accepted, in order. */
  readonly certificates: readonly Certificate[]
  /** Those accepted, in order. */
  readonly privateKeys: readonly PrivateKey[]
  /** All whose text could be read, in order. */
  readonly blocks: readonly PemBlock[]
  /** Most helpful first. */
  readonly problems: readonly Problem[]
  /** What was accepted, as clean text (RFC 7468 section 3). Holds the private keys, and is not enumerable. */
  readonly normalized: string
}

/** An object that was accepted. */
export type AcceptedObject =
  | { readonly kind: 'certificate'; readonly certificate: Certificate }
  | { readonly kind: 'privateKey'; readonly privateKey: PrivateKey }

/** Puts a report together so that it can be serialised, copied and logged without showing a key. */
export function createPemReport(
  blocks: readonly PemBlock[],
  accepted: readonly AcceptedObject[],
  problems: readonly Problem[],
): PemReport {
  const report = {
    ok: problems.every(({ severity }) => severity !== 'error'),
    certificates: accepted.flatMap((object) => (object.kind === 'certificate' ? [object.certificate] : [])),
    privateKeys: accepted.flatMap((object) => (object.kind === 'privateKey' ? [object.privateKey] : [])),
    blocks,
    problems: sortProblems(problems),
    get normalized(): string {
      return accepted.map(encodeObject).join('')
    },
  }
  return Object.defineProperty(report, 'normalized', { enumerable: false })
}

/** Makes a block that shows its data and headers to those only who ask for them, unless everybody may see them. */
export function createPemBlock(block: PemBlock): PemBlock {
  const copy = { ...block }
  return mayHoldKey(block.label, block.der)
    ? Object.defineProperties(copy, { der: { enumerable: false }, headers: { enumerable: false } })
    : copy
}

function encodeObject(object: AcceptedObject): string {
  return object.kind === 'certificate'
    ? encodePem('CERTIFICATE', object.certificate.der)
    : encodePem(labelOfKey(object.privateKey), object.privateKey.exportDer())
}
