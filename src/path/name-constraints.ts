import type { NameConstraintBreach } from '../problem/chain-problems.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { GeneralName } from '../x509/general-name.ts'
import type { NameAttribute } from '../x509/name.ts'
import { normalizedName } from '../x509/names-equal.ts'
import type { GeneralSubtree, NameConstraints } from '../x509/read-name-constraints.ts'
import { parseDnsName } from './host-name.ts'
import type { WorkBudget } from './work-budget.ts'

/** A name that breaks a constraint, as text, and how. */
export interface NameConstraintFault {
  readonly name: string
  readonly breach: NameConstraintBreach
}

/** How strictly constraints themselves are read; CAs of the web write `.example.com`, which RFC 5280 does not know for DNS names. */
export interface NameConstraintOptions {
  readonly leadingDot: 'refuse' | 'subdomains'
  readonly budget: WorkBudget
}

/**
 * Decides whether the names of `certificate` keep to the constraints of one CA above it (RFC 5280 section 4.2.1.10).
 *
 * That every CA of a path is asked by itself is the intersection that section 6.1.4 (g) builds: a name is inside the
 * intersection of all permitted subtrees exactly if it is inside those of each. Checked are the subject, every alternative name, and
 * the e-mail address in the subject of a certificate without one among its alternative names. Common names are not host names here.
 */
export function findNameConstraintFault(
  certificate: Certificate,
  constraints: NameConstraints,
  options: NameConstraintOptions,
): NameConstraintFault | undefined {
  const permitted = constraints.permittedSubtrees ?? []
  const excluded = constraints.excludedSubtrees ?? []
  for (const subtree of [...permitted, ...excluded]) {
    if (isMalformedSubtree(subtree, options)) return { name: subtree.base.value, breach: 'malformed-constraint' }
  }
  for (const name of constrainedNames(certificate)) {
    const breach = findBreach(name, permitted, excluded, options)
    if (breach !== undefined) return { name: name.value, breach }
  }
  return undefined
}

/** The names of a certificate that constraints apply to. */
function constrainedNames(certificate: Certificate): readonly GeneralName[] {
  const { subject, subjectAltNames } = certificate
  const names = [...subjectAltNames]
  if (subject.attributes.length > 0) names.push({ kind: 'directory', value: subject.text, name: subject })
  if (!subjectAltNames.some(({ kind }) => kind === 'email')) {
    for (const { name, value } of subject.attributes) if (name === 'emailAddress') names.push({ kind: 'email', value })
  }
  return names
}

function findBreach(
  name: GeneralName,
  permitted: readonly GeneralSubtree[],
  excluded: readonly GeneralSubtree[],
  options: NameConstraintOptions,
): NameConstraintBreach | undefined {
  let isConstrained = false
  let isPermitted = false
  let isExcluded = false
  options.budget.spend('names', permitted.length + excluded.length)
  for (const { base } of permitted) {
    if (base.kind !== name.kind) continue
    isConstrained = true
    if (isWithin(name, base, 'all')) isPermitted = true
  }
  for (const { base } of excluded) {
    if (base.kind !== name.kind) continue
    isConstrained = true
    if (isWithin(name, base, 'any')) isExcluded = true
  }
  if (!isConstrained) return undefined
  if (!isSupported(name)) return 'unsupported'
  if (isMalformedName(name)) return 'malformed-name'
  if (isExcluded) return 'excluded'
  return !isPermitted && permitted.some(({ base }) => base.kind === name.kind) ? 'not-permitted' : undefined
}

function isSupported({ kind }: GeneralName): boolean {
  return kind === 'dns' || kind === 'email' || kind === 'uri' || kind === 'ip' || kind === 'directory'
}

/** A name that a constraint cannot be compared with safely. */
function isMalformedName(name: GeneralName): boolean {
  switch (name.kind) {
    case 'dns':
      return parseDnsName(withoutWildcard(name.value)) === undefined
    case 'email':
      return splitMailbox(name.value) === undefined
    case 'uri':
      return uriHost(name.value) === undefined
    case 'ip':
      return name.octets.length !== 4 && name.octets.length !== 16
    default:
      return false
  }
}

/** minimum and maximum are not of the profile; a base must have the form of its kind. */
function isMalformedSubtree(
  { base, minimum, maximum }: GeneralSubtree,
  { leadingDot }: NameConstraintOptions,
): boolean {
  if (minimum !== 0 || maximum !== undefined) return true
  switch (base.kind) {
    case 'dns':
      return (
        base.value !== '' &&
        ((base.value.startsWith('.') && leadingDot === 'refuse') || parseDnsName(withoutDot(base.value)) === undefined)
      )
    case 'email':
      return base.value.includes('@')
        ? splitMailbox(base.value) === undefined
        : parseDnsName(withoutDot(base.value)) === undefined
    case 'uri':
      return parseDnsName(withoutDot(base.value)) === undefined
    case 'ip':
      return !isAddressWithMask(base.octets)
    default:
      return false
  }
}

/**
 * Whether a name lies within a subtree. A wildcard stands for many names: `all` asks that every one of them
 * does, as permission needs; `any` that one could, as exclusion needs.
 */
function isWithin(name: GeneralName, base: GeneralName, quantifier: 'all' | 'any'): boolean {
  if (name.kind === 'dns' && base.kind === 'dns') return isDnsWithin(name.value, base.value, quantifier)
  if (name.kind === 'email' && base.kind === 'email') return isEmailWithin(name.value, base.value)
  if (name.kind === 'uri' && base.kind === 'uri') return isHostWithin(uriHost(name.value) ?? '', base.value)
  if (name.kind === 'ip' && base.kind === 'ip') return isAddressWithin(name.octets, base.octets)
  return (
    name.kind === 'directory' &&
    base.kind === 'directory' &&
    isDirectoryWithin(name.name.attributes, base.name.attributes)
  )
}

function isDnsWithin(presented: string, constraint: string, quantifier: 'all' | 'any'): boolean {
  const name = normalHost(presented)
  const base = normalHost(constraint)
  if (!name.startsWith('*.')) return base.startsWith('.') ? name.endsWith(base) : isSubdomainOrSame(name, base)
  const parent = name.slice(2)
  const isAllWithin = base.startsWith('.')
    ? parent.endsWith(base) || `.${parent}` === base
    : isSubdomainOrSame(parent, base)
  // One label takes the place of the wildcard, so that the base may be one of the names it stands for.
  return isAllWithin || (quantifier === 'any' && isChildOf(base, parent))
}

/** Whether `host` is `parent` with one more label before it. */
function isChildOf(host: string, parent: string): boolean {
  return host.endsWith(`.${parent}`) && !host.slice(0, -parent.length - 1).includes('.')
}

/** The empty constraint covers everything. */
function isSubdomainOrSame(host: string, base: string): boolean {
  return base === '' || host === base || host.endsWith(`.${base}`)
}

/** URI and e-mail constraints: a host for itself, or with a leading dot for what is below it (RFC 5280 section 4.2.1.10). */
function isHostWithin(host: string, constraint: string): boolean {
  const base = normalHost(constraint)
  return base.startsWith('.') ? normalHost(host).endsWith(base) : normalHost(host) === base
}

function isEmailWithin(address: string, constraint: string): boolean {
  const mailbox = splitMailbox(address)
  if (mailbox === undefined) return false
  const base = constraint.includes('@') ? splitMailbox(constraint) : undefined
  if (base === undefined) return isHostWithin(mailbox.host, constraint)
  return mailbox.local === base.local && normalHost(mailbox.host) === normalHost(base.host)
}

function isAddressWithin(address: Uint8Array, range: Uint8Array): boolean {
  const size = range.length / 2
  return (
    address.length === size &&
    address.every((value, index) => ((value ^ (range[index] ?? 0)) & (range[size + index] ?? 0)) === 0)
  )
}

/** Whether the RDNs of `base` are the first ones of `name`. */
function isDirectoryWithin(name: readonly NameAttribute[], base: readonly NameAttribute[]): boolean {
  const count = (base.at(-1)?.rdn ?? -1) + 1
  return normalizedName(name.filter(({ rdn }) => rdn < count)) === normalizedName(base)
}

/** An address of 4 or 16 octets and a mask of as many, whose ones come first (RFC 4632, RFC 5280 section 4.2.1.10). */
function isAddressWithMask(octets: Uint8Array): boolean {
  if (octets.length !== 8 && octets.length !== 32) return false
  const mask = Array.from(octets.subarray(octets.length / 2), (value) => value.toString(2).padStart(8, '0')).join('')
  return !mask.includes('01')
}

function withoutDot(value: string): string {
  return value.startsWith('.') ? value.slice(1) : value
}

function withoutWildcard(value: string): string {
  return value.startsWith('*.') ? value.slice(2) : value
}

function normalHost(value: string): string {
  const lower = value.toLowerCase()
  return lower.endsWith('.') ? lower.slice(0, -1) : lower
}

/** The parts of an address: the local part as it stands, quoted or with one `@` after it, and a DNS name (RFC 5321 section 4.1.2). */
function splitMailbox(address: string): { readonly local: string; readonly host: string } | undefined {
  const at = address.lastIndexOf('@')
  const local = address.slice(0, Math.max(at, 0))
  const host = address.slice(at + 1)
  const isLocalPart = /^[^\s"@]+$/.test(local) || /^"(?:[^"\\]|\\.)*"$/.test(local)
  return isLocalPart && parseDnsName(host) !== undefined ? { local, host } : undefined
}

/**
 * The host of a URI with an authority, or `undefined` if it has none that a constraint could apply to: user names,
 * addresses, zone identifiers and escapes are refused, since readers differ on what they mean (CVE-2024-45341).
 */
function uriHost(uri: string): string | undefined {
  const authority = /^[a-z][\d+.a-z-]*:\/\/([^#/?]*)/i.exec(uri)?.[1]
  const host = authority === undefined ? undefined : /^([\w.-]+)(?::\d*)?$/.exec(authority)?.[1]
  return host !== undefined && parseDnsName(host) !== undefined ? host : undefined
}
