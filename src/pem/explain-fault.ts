import type { ArmorFault } from '../armor/armor-reading.ts'
import { canonicalLabel } from '../armor/labels.ts'
import { createProblem, type Problem } from '../problem/problem.ts'
import { readObjectLength } from './identify-der.ts'
import { legacyEncryption } from './judge-block.ts'
import type { PlaceMaker } from './judge-data.ts'

/** Puts what keeps a block from being read into problems; that it is encrypted, too, is said by one of its own. */
export function explainFault(fault: ArmorFault, placeAt: PlaceMaker): readonly Problem[] {
  const encrypted = legacyEncryption(fault)
  const problem = problemOf(fault, placeAt)
  return encrypted === undefined ? [problem] : [problem, createProblem('key-encrypted', encrypted, placeAt(fault.at))]
}

function problemOf(fault: ArmorFault, placeAt: PlaceMaker): Problem {
  const place = placeAt(fault.at)
  const label = canonicalLabel(fault.label)
  switch (fault.reason) {
    case 'begin-missing':
      return createProblem('pem-begin-missing', { label }, place)
    case 'end-missing': {
      const missing = missingBytesOf(fault)
      return createProblem(
        'pem-end-missing',
        missing === undefined ? { label } : { label, missingBytes: missing },
        place,
      )
    }
    case 'label-mismatch':
      return createProblem('pem-label-mismatch', { begin: fault.label, end: fault.endLabel }, place)
    case 'boundary':
      return createProblem('pem-boundary-damaged', { label }, place)
    case 'empty':
      return createProblem('pem-block-empty', { label }, place)
    case 'character':
      return createProblem('pem-not-base64', { label, codePoint: fault.codePoint }, place)
    case 'elided':
      return createProblem('pem-elided', { label, codePoint: fault.codePoint }, place)
    case 'count':
    case 'padding': {
      const line = fault.irregularLine
      if (line !== undefined) {
        return createProblem('pem-line-length', { label, expected: line.expected, found: line.found }, placeAt(line.at))
      }
      const missingBytes = missingBytesOf(fault) ?? 0
      return missingBytes > 0
        ? createProblem('pem-data-truncated', { label, missingBytes }, place)
        : createProblem('pem-padding', { label }, place)
    }
    default:
      throw new TypeError(String(fault.reason satisfies never))
  }
}

function missingBytesOf({ data }: ArmorFault): number | undefined {
  const length = data === undefined ? undefined : readObjectLength(data.der)
  return data === undefined || length === undefined ? undefined : Math.max(0, length - data.der.length)
}
