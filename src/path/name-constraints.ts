import type { NameConstraintBreach } from '../problem/chain-problems.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { GeneralName } from '../x509/general-name.ts'
import type { GeneralSubtree, NameConstraints } from '../x509/read-name-constraints.ts'
import {
  readConstrainedName,
  readConstraintBase,
  type ConstrainedName,
  type ConstraintBase,
  type HostScope,
  type LeadingDot,
} from './constrained-name.ts'
import type { WorkBudget } from './work-budget.ts'

/** A name that breaks a constraint, as text, and how. */
export interface NameConstraintFault {
  readonly name: string
  readonly breach: NameConstraintBreach
}

/** How strictly constraints themselves are read, and what comparing may cost. */
export interface NameConstraintOptions {
  readonly leadingDot: LeadingDot
  readonly budget: WorkBudget
}

/** A name of a certificate, as it stands and made ready. */
interface Candidate {
  /** Constraints of this kind apply to it. */
  readonly kind: GeneralName['kind']
  readonly text: string
  readonly name: ConstrainedName
}

/** The constraints on names of one kind; `undefined` where there are none. */
interface KindConstraints {
  permitted: ConstraintBase[] | undefined
  excluded: ConstraintBase[] | undefined
}

/** The constraints of one CA made ready, or the base that is malformed. */
type ReadConstraints = ReadonlyMap<GeneralName['kind'], KindConstraints> | NameConstraintFault

/**
 * Decides whether the names of `certificate` keep to the constraints of one CA above it (RFC 5280 section 4.2.1.10).
 *
 * That every CA of a path is asked by itself is the intersection that section 6.1.4 (g) builds: a name is inside the
 * intersection of all permitted subtrees exactly if it is inside those of each. Checked are the subject, every alternative name, and
 * the e-mail address in the subject of a certificate without one among its alternative names. Common names are not host names here.
 *
 * Names and constraints are made ready once for each certificate, so that what is repeated is the comparison alone.
 */
export function findNameConstraintFault(
  certificate: Certificate,
  constraints: NameConstraints,
  { leadingDot, budget }: NameConstraintOptions,
): NameConstraintFault | undefined {
  const kinds = constraintsOf(constraints, leadingDot)
  if ('breach' in kinds) return kinds
  for (const candidate of candidatesOf(certificate)) {
    const constraint = kinds.get(candidate.kind)
    if (constraint === undefined) continue
    const breach = findBreach(candidate.name, constraint, budget)
    if (breach !== undefined) return { name: candidate.text, breach }
  }
  return undefined
}

function findBreach(
  name: ConstrainedName,
  { permitted, excluded }: KindConstraints,
  budget: WorkBudget,
): NameConstraintBreach | undefined {
  budget.spend('names', (permitted?.length ?? 0) + (excluded?.length ?? 0))
  if (name.kind === 'unsupported') return 'unsupported'
  if (name.kind === 'malformed') return 'malformed-name'
  if (excluded?.some((base) => isWithin(name, base, 'any')) === true) return 'excluded'
  return permitted?.some((base) => isWithin(name, base, 'all')) === false ? 'not-permitted' : undefined
}

/** By certificate, and by constraints and the way they are read: neither changes. */
const candidateLists: WeakMap<Certificate, readonly Candidate[]> = /* @__PURE__ */ new WeakMap()
const readings: Readonly<Record<LeadingDot, WeakMap<NameConstraints, ReadConstraints>>> = {
  refuse: /* @__PURE__ */ new WeakMap(),
  subdomains: /* @__PURE__ */ new WeakMap(),
}

function candidatesOf(certificate: Certificate): readonly Candidate[] {
  let candidates = candidateLists.get(certificate)
  if (candidates === undefined) {
    candidates = gatherCandidates(certificate)
    candidateLists.set(certificate, candidates)
  }
  return candidates
}

/** The mailbox beyond ASCII, which the constraints on mailboxes are for as well (RFC 9598 section 6). */
const SMTP_UTF8_MAILBOX = '1.3.6.1.5.5.7.8.9'

function gatherCandidates({ subject, subjectAltNames }: Certificate): readonly Candidate[] {
  const candidates = subjectAltNames.map(candidateOf)
  if (subject.attributes.length > 0) {
    candidates.push(candidateOf({ kind: 'directory', value: subject.text, name: subject }))
  }
  if (!subjectAltNames.some(({ kind }) => kind === 'email')) {
    for (const { name, value } of subject.attributes) {
      if (name === 'emailAddress') candidates.push(candidateOf({ kind: 'email', value }))
    }
  }
  for (const name of subjectAltNames) {
    if (name.kind === 'other' && name.oid === SMTP_UTF8_MAILBOX) {
      candidates.push({ kind: 'email', text: name.value, name: { kind: 'unsupported' } })
    }
  }
  return candidates
}

function candidateOf(name: GeneralName): Candidate {
  return { kind: name.kind, text: name.value, name: readConstrainedName(name) }
}

function constraintsOf(constraints: NameConstraints, leadingDot: LeadingDot): ReadConstraints {
  const known = readings[leadingDot]
  let read = known.get(constraints)
  if (read === undefined) {
    read = readConstraints(constraints, leadingDot)
    known.set(constraints, read)
  }
  return read
}

/** RFC 5280 section 4.2.1.10 demands one list at least. */
function readConstraints(
  { permittedSubtrees, excludedSubtrees }: NameConstraints,
  leadingDot: LeadingDot,
): ReadConstraints {
  if (permittedSubtrees === undefined && excludedSubtrees === undefined) {
    return { name: '', breach: 'malformed-constraint' }
  }
  const kinds = new Map<GeneralName['kind'], KindConstraints>()
  const lists: readonly (readonly ['permitted' | 'excluded', readonly GeneralSubtree[]])[] = [
    ['permitted', permittedSubtrees ?? []],
    ['excluded', excludedSubtrees ?? []],
  ]
  for (const [list, subtrees] of lists) {
    for (const subtree of subtrees) {
      const base = readConstraintBase(subtree, leadingDot)
      if (base === undefined) return { name: subtree.base.value, breach: 'malformed-constraint' }
      const kind = kinds.get(subtree.base.kind) ?? { permitted: undefined, excluded: undefined }
      ;(kind[list] ??= []).push(base)
      kinds.set(subtree.base.kind, kind)
    }
  }
  return kinds
}

/**
 * Whether a name lies within a subtree. A wildcard stands for many names: `all` asks that every one of them
 * does, as permission needs; `any` that one could, as exclusion needs.
 */
function isWithin(name: ConstrainedName, base: ConstraintBase, quantifier: 'all' | 'any'): boolean {
  switch (name.kind) {
    case 'dns':
      if (base.kind !== 'dns') return false
      return name.isWildcard
        ? isWildcardWithin(name.host, base, quantifier)
        : isHostWithin(name.host, base.host, base.scope)
    case 'uri':
      return base.kind === 'uri' && isHostWithin(name.host, base.host, base.scope)
    case 'email':
      if (base.kind === 'mailbox') return name.local === base.local && name.host === base.host
      return base.kind === 'email' && isHostWithin(name.host, base.host, base.scope)
    case 'ip':
      return base.kind === 'ip' && isAddressWithin(name.octets, base.octets)
    case 'directory':
      return base.kind === 'directory' && base.rdns.every((rdn, index) => rdn === name.rdns[index])
    default:
      return false
  }
}

function isHostWithin(host: string, base: string, scope: HostScope): boolean {
  switch (scope) {
    case 'everything':
      return true
    case 'itself':
      return host === base
    case 'below':
      return host.endsWith(`.${base}`)
    case 'itself and below':
      return host === base || host.endsWith(`.${base}`)
  }
}

/** For the names of one label more than `parent`. */
function isWildcardWithin(
  parent: string,
  { host, scope }: { readonly host: string; readonly scope: HostScope },
  quantifier: 'all' | 'any',
): boolean {
  if (isHostWithin(parent, host, scope === 'everything' ? scope : 'itself and below')) return true
  // The base may itself be one of the names that the wildcard stands for.
  const isBaseCovered = scope === 'itself and below' && isChildOf(host, parent)
  return quantifier === 'any' && isBaseCovered
}

/** Whether `host` is `parent` with one more label before it. */
function isChildOf(host: string, parent: string): boolean {
  return host.endsWith(`.${parent}`) && !host.slice(0, -parent.length - 1).includes('.')
}

function isAddressWithin(address: Uint8Array, range: Uint8Array): boolean {
  const size = range.length / 2
  return (
    address.length === size &&
    address.every((value, index) => ((value ^ (range[index] ?? 0)) & (range[size + index] ?? 0)) === 0)
  )
}
