import { bytesEqual } from '../crypto/bytes-equal.ts'
import type { Problem, ProblemField } from '../problem/problem.ts'
import type { Certificate } from '../x509/certificate.ts'

/** A box of the form that holds an object. */
export type FormBox = Exclude<ProblemField, 'name'>

/** A certificate of a box, by its index there. */
export interface BoxPlace {
  readonly box: FormBox
  readonly index: number
}

/** A certificate of a box, and where it is. */
export interface PlacedCertificate {
  readonly certificate: Certificate
  readonly place: BoxPlace
}

/** What the problems of a chain count along. */
export interface ChainPlaces {
  /** The end entity first, as far as the chain is sound. */
  readonly chain: readonly Certificate[]
  readonly leaf: PlacedCertificate
  /** The other certificates that were given, in the order in which the chain was looked for among them. */
  readonly given: readonly PlacedCertificate[]
}

/**
 * Ties a problem that `buildChain` found to the box, and to the certificate in it, that it is about.
 *
 * A warning counts along what was given, an error along the path. The issuer that broke the path off is no longer in
 * the path: it is known by the name that the problem gives, if only one certificate has it. What is about something
 * that is not there belongs to the chain.
 */
export function locateProblem(problem: Problem, places: ChainPlaces): Problem {
  const found = findCertificate(problem, places)
  if (found !== undefined) return { ...problem, field: found.place.box, certificate: found.place.index }
  const { certificate, ...rest } = problem
  return certificate === undefined ? { ...problem, field: 'chain' } : { ...rest, field: 'chain' }
}

function findCertificate(problem: Problem, places: ChainPlaces): PlacedCertificate | undefined {
  const { certificate: index, severity, code } = problem
  if (index === undefined || code === 'issuer-not-found') return undefined
  if (severity === 'warning') return places.given[index]
  const member = places.chain[index]
  return member === undefined ? findByName(problem, places.given) : placeOf(member, places)
}

/** Where a certificate was given; `undefined` for one that was not, such as a root. */
export function placeOf(
  { der }: Certificate,
  { leaf, given }: Omit<ChainPlaces, 'chain'>,
): PlacedCertificate | undefined {
  return [leaf, ...given].find(({ certificate }) => bytesEqual(certificate.der, der))
}

function findByName(problem: Problem, given: readonly PlacedCertificate[]): PlacedCertificate | undefined {
  const name = nameIn(problem)
  const [found, another] = given.filter(({ certificate }) => certificate.subject.text === name)
  return another === undefined ? found : undefined
}

/** The certificate that a problem is about is its `subject`, or the issuer that is at fault. */
function nameIn({ detail }: Problem): string | undefined {
  if ('subject' in detail) return detail.subject
  return 'issuer' in detail ? detail.issuer : undefined
}
