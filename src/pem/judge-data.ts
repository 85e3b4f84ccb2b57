import type { ArmorBlock } from '../armor/armor-reading.ts'
import { findIrregularLine, findRepeatedLine, measureLines, placeOfByte } from '../armor/data-lines.ts'
import { createProblem, type Problem, type ProblemPlace, type TextPosition } from '../problem/problem.ts'
import { findGap } from './find-gap.ts'
import { readObjectLength } from './identify-der.ts'

/** The bytes of the object of a block, or why they are not all there, or too many. */
export type DataVerdict = { readonly der: Uint8Array } | { readonly problem: Problem }

/** Makes the place of a problem from an offset in the text. */
export type PlaceMaker = (offset: number) => ProblemPlace & { readonly at: TextPosition }

/** Six bits a character. */
const BYTES_PER_CHARACTER = 0.75

/** Characters in a line (RFC 7468 section 2). */
const DEFAULT_LINE = 64

/**
 * Compares how long the object in a block says that it is with what is there. Data that does not begin like an object is
 * left to its decoder.
 */
export function judgeData(block: ArmorBlock, placeAt: PlaceMaker): DataVerdict {
  const { der } = block
  const length = readObjectLength(der)
  if (length === undefined || length === der.length) return { der }
  if (length > der.length) return { problem: explainLoss(block, length - der.length, placeAt) }
  const rest = der.subarray(length)
  // OpenSSL's X509_CERT_AUX follows the certificate: trust settings, which are not part of it.
  if (block.label === 'TRUSTED CERTIFICATE' && readObjectLength(rest) === rest.length)
    return { der: der.subarray(0, length) }
  return { problem: explainSurplus(block, length, placeAt) }
}

function explainLoss(block: ArmorBlock, missingBytes: number, placeAt: PlaceMaker): Problem {
  const { label, der } = block
  const line = findIrregularLine(block)
  if (line !== undefined && line.found < line.expected) {
    return createProblem('pem-line-length', { label, expected: line.expected, found: line.found }, placeAt(line.at))
  }
  const lines = measureLines(block)
  const lineBytes = Math.floor((lines?.usual ?? DEFAULT_LINE) * BYTES_PER_CHARACTER)
  // Whole lines are missing, and the last one is as it was: then they were lost before it.
  const hasLostLines = lines !== undefined && missingBytes % lineBytes === 0 && lines.last < lines.usual
  if (hasLostLines || der.length % 3 !== 0) {
    const gap = findGap(der, missingBytes, Math.max(lineBytes, 1))
    return createProblem('pem-lines-missing', { label, missingBytes }, placeAt(placeOfByte(block, gap)))
  }
  return createProblem('pem-data-truncated', { label, missingBytes }, placeAt(placeOfByte(block, der.length)))
}

function explainSurplus(block: ArmorBlock, length: number, placeAt: PlaceMaker): Problem {
  const { label, der } = block
  const bytes = der.length - length
  const repeated = findRepeatedLine(block)
  if (repeated !== undefined && Math.floor(repeated.length * BYTES_PER_CHARACTER) === bytes) {
    return createProblem('pem-line-repeated', { label, bytes }, placeAt(repeated.at))
  }
  const line = findIrregularLine(block)
  if (line !== undefined && line.found > line.expected) {
    return createProblem('pem-line-length', { label, expected: line.expected, found: line.found }, placeAt(line.at))
  }
  return createProblem('pem-trailing-bytes', { label, bytes }, placeAt(placeOfByte(block, length)))
}
