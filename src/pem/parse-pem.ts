import { createLocator } from '../armor/create-locator.ts'
import { readArmor } from '../armor/read-armor.ts'
import { textFromBytes } from '../armor/text-from-bytes.ts'
import { createProblem, type Problem, type ProblemField } from '../problem/problem.ts'
import { assertOneOf } from '../problem/assert-one-of.ts'
import { createPemReport, type PemReport } from './create-pem-report.ts'
import { identifyBinary, identifyForeignText } from './identify-foreign.ts'
import type { PemExpectation } from './judge-block.ts'
import type { PlaceMaker } from './judge-data.ts'
import { judgeReading } from './judge-reading.ts'

export type { PemHeader } from '../armor/read-headers.ts'
export type { PemBlock, PemReport } from './create-pem-report.ts'
export type { PemExpectation } from './judge-block.ts'

/** How {@link parsePem} is to read a text. */
export interface ParsePemOptions {
  /**
   * The box that the text was pasted into. An object that does not belong there is refused.
   *
   * @defaultValue 'any'
   */
  readonly expect?: PemExpectation | undefined
  /**
   * Largest size in bytes, of a string those of its UTF-8 form. Nothing of a larger input is read.
   *
   * @defaultValue 1048576
   */
  readonly maxBytes?: number | undefined
  /** The box that the problems are to be tied to. */
  readonly field?: ProblemField | undefined
}

/** 1 MiB: some five hundred certificates. */
const DEFAULT_MAX_BYTES = 1_048_576

const EXPECTATIONS: readonly string[] = [
  'any',
  'certificate',
  'chain',
  'privateKey',
] satisfies readonly PemExpectation[]

const FIELDS: readonly string[] = ['name', 'privateKey', 'certificate', 'chain'] satisfies readonly ProblemField[]

/**
 * Decides which certificates and private keys a text holds, and what is wrong with the rest of it.
 *
 * Reads PEM as real files and pastes have it (RFC 7468, and RFC 1421 for headers). Damage that can be taken back without
 * guessing is repaired, with one `pem-repaired` warning for each kind of repair; all other damage is an error with its
 * line and column in the text as given. Each block is accepted or has a problem of its own, and good blocks count
 * even if others are bad. Bytes may be UTF-8 or UTF-16, with or without a byte order mark; any other are read as Windows-1252.
 *
 * What is read without complaint: line ends and lines of any kind and length, blanks at their edges, text between blocks,
 * byte order marks, other names for the same object, `EC PARAMETERS` before the key. A BEGIN line that is moved in counts
 * as indentation, which is repaired. Certificates are decoded, keys are read; whether they belong together, are current
 * or can be trusted is not checked, and nothing is decrypted.
 *
 * No problem quotes the text, except for labels, and the report can be serialised and logged without showing a key. Time
 * and memory are linear in the input.
 *
 * @throws TypeError if `input` is neither a string nor a `Uint8Array`, or an option is of the wrong type
 * @throws RangeError if `maxBytes` is not a whole number from 0 on
 * @example
 * ```ts
 * const { ok, certificates, problems } = parsePem(chainPem, { expect: 'chain', field: 'chain' })
 * ```
 */
export function parsePem(input: string | Uint8Array, options: ParsePemOptions = {}): PemReport {
  const { expect, maxBytes, field } = checkOptions(input, options)
  const place = field === undefined ? {} : { field }
  const bytes = measure(input, maxBytes)
  if (bytes > maxBytes) return createPemReport([], [], [createProblem('pem-too-large', { bytes, maxBytes }, place)])

  const binary = typeof input === 'string' ? undefined : identifyBinary(input)
  if (binary !== undefined) {
    return createPemReport([], [], [createProblem('pem-unexpected-object', { expected: expect, found: binary }, place)])
  }
  const text = typeof input === 'string' ? input : textFromBytes(input)
  const locate = createLocator(text)
  const placeAt: PlaceMaker = (offset) => ({ ...place, at: locate(offset) })
  const reading = readArmor(text)
  const { blocks, accepted, problems } = judgeReading(reading, text, expect, placeAt)
  const isNothing = blocks.length === 0 && problems.length === 0
  return createPemReport(blocks, accepted, isNothing ? [explainNothing(text, expect, placeAt)] : problems)
}

/** The text without any block: what it is instead. */
function explainNothing(text: string, expect: PemExpectation, placeAt: PlaceMaker): Problem {
  const start = text.search(/[^\s\uFEFF\u200B]/)
  if (start === -1) return createProblem('pem-empty', {}, placeAt(0))
  const found = identifyForeignText(text)
  return found === undefined
    ? createProblem('pem-no-block', {}, placeAt(start))
    : createProblem('pem-unexpected-object', { expected: expect, found }, placeAt(start))
}

/** The size in bytes; of a string that is surely too large, only how many bytes it has at least. */
function measure(input: string | Uint8Array, maxBytes: number): number {
  if (typeof input !== 'string' || input.length > maxBytes) return input.length
  let bytes = input.length
  for (let index = 0; index < input.length; index += 1) {
    const code = input.charCodeAt(index)
    if (code < 0x80) continue
    // A surrogate pair makes four bytes, two for each of its halves.
    bytes += code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 1 : 2
  }
  return bytes
}

interface CheckedOptions {
  readonly expect: PemExpectation
  readonly maxBytes: number
  readonly field: ProblemField | undefined
}

function checkOptions(input: unknown, options: ParsePemOptions): CheckedOptions {
  if (typeof input !== 'string' && !(input instanceof Uint8Array)) {
    throw new TypeError('"input" must be a string or a Uint8Array')
  }
  const { expect = 'any', maxBytes = DEFAULT_MAX_BYTES, field } = options
  assertOneOf(expect, EXPECTATIONS, 'expect')
  if (field !== undefined) assertOneOf(field, FIELDS, 'field')
  if (typeof maxBytes !== 'number') throw new TypeError('"maxBytes" must be a number')
  if (!Number.isSafeInteger(maxBytes) || maxBytes < 0)
    throw new RangeError('"maxBytes" must be a whole number from 0 on')
  return { expect, maxBytes, field }
}
