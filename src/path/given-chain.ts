import { bytesEqual } from '../crypto/bytes-equal.ts'
import { createProblem, type Problem } from '../problem/problem.ts'
import type { Certificate } from '../x509/certificate.ts'

/**
 * What a person should know of the chain that they sent along, beside the path that was found in it: the end entity given once
 * more, strangers, and a wrong order. All are warnings, since a path was looked for whatever the order.
 *
 * @param given - as it came; `undefined` stands for what could not be read
 * @param path - leaf first; of a path that was not found its sound part
 * @param isComplete - whether `path` reaches a root; strangers are told of only then, since the part that is missing might need them
 */
export function reviewGivenChain(
  given: readonly (Certificate | undefined)[],
  path: readonly Certificate[],
  isComplete: boolean,
): readonly Problem[] {
  const [leaf] = path
  const problems: Problem[] = []
  let expected = 1
  for (const [index, certificate] of given.entries()) {
    if (certificate === undefined) continue
    const place = { certificate: index }
    const subject = certificate.subject.text
    const position = path.findIndex(({ der }) => bytesEqual(der, certificate.der))
    if (position === -1) {
      if (isComplete) problems.push(createProblem('chain-stranger', { subject }, place))
    } else if (position === 0) {
      problems.push(createProblem('chain-repeats-leaf', { subject: leaf?.subject.text ?? subject }, place))
    } else {
      const isNext = position === expected
      if (!isNext && position > expected && isOutOfOrder(given, path, index, position)) {
        problems.push(
          createProblem('chain-order', { expected: path[expected]?.subject.text ?? '', found: subject }, place),
        )
        return problems
      }
      expected = Math.max(expected, position + 1)
    }
  }
  return problems
}

/** Whether a certificate that belongs before `position` in the path comes only after `index`. */
function isOutOfOrder(
  given: readonly (Certificate | undefined)[],
  path: readonly Certificate[],
  index: number,
  position: number,
): boolean {
  const earlier = path.slice(1, position)
  return given
    .slice(index + 1)
    .some((later) => later !== undefined && earlier.some(({ der }) => bytesEqual(der, later.der)))
}
