import { isCertkeepError } from '../problem/certkeep-error.ts'
import type { ContainerMeasure, ConvertedContainer } from '../problem/convert-problems.ts'
import { createProblem, type Problem } from '../problem/problem.ts'

/** Ends the reading of one object; it never leaves the folder, and becomes the problem that it carries. */
export class ConversionFailure extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.code)
    this.name = 'ConversionFailure'
    this.problem = problem
  }
}

/** Refuses a number that is out of bounds, before anything is computed with it. */
export function assertInBounds(
  container: ConvertedContainer,
  measure: ContainerMeasure,
  found: bigint | number,
  min: number,
  max: number,
): void {
  if (found >= min && found <= max) return
  throw new ConversionFailure(
    createProblem('container-out-of-bounds', { container, measure, found: writeNumber(found), min, max }),
  )
}

/** More digits than anyone reads. */
const MAX_DIGITS = 20

function writeNumber(value: bigint | number): string {
  const digits = String(value)
  return digits.length <= MAX_DIGITS ? digits : `${digits.startsWith('-') ? '-' : ''}2^${orderOf(value)}`
}

function orderOf(value: bigint | number): string {
  return String(value.toString(16).replace('-', '').length * 4)
}

/** Makes the failure for a cipher, key derivation or digest that is not worked with. */
export function unsupportedEncryption(container: ConvertedContainer, algorithm: string): ConversionFailure {
  return new ConversionFailure(createProblem('encryption-unsupported', { container, algorithm }))
}

/** Puts whatever ended the reading of a container into a problem; what is no failure of ours goes on as it is. */
export function problemOfFailure(error: unknown, container: ConvertedContainer): Problem {
  if (error instanceof ConversionFailure) return error.problem
  if (!isCertkeepError(error)) throw error
  const { structure, offset } = error.detail
  return createProblem('container-malformed', {
    container,
    error: error.code,
    structure: typeof structure === 'string' ? structure : '',
    offset: Number(offset ?? 0),
  })
}
