import type { ProfileRule } from '../problem/chain-problems.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { GeneralName } from '../x509/general-name.ts'
import { namesEqual } from '../x509/names-equal.ts'
import { parseIpAddress } from './host-name.ts'

/** The part that a certificate has in a path. */
export type PathRole = 'end-entity' | 'intermediate' | 'anchor'

/** Which demands on contents hold: those of RFC 5280 alone, or also those of the CA/B Forum's Baseline Requirements. */
export type ChainProfile = 'webpki' | 'rfc5280'

/** A certificate in its role, and what is asked of it. */
export interface ProfileSubject {
  readonly certificate: Certificate
  /** Of each extension by name whether it is critical. */
  readonly criticality: ReadonlyMap<string, boolean>
  readonly role: PathRole
  readonly profile: ChainProfile
  /** Whether it is to serve TLS, for which most of the Baseline Requirements are written. */
  readonly isForServer: boolean
}

interface Rule {
  readonly rule: ProfileRule
  readonly isBroken: (subject: ProfileSubject) => boolean
}

/** The rules that a certificate's contents break, in the order of the tables. */
export function findBrokenRules(subject: ProfileSubject): readonly ProfileRule[] {
  const broken = RFC5280_RULES.filter(({ isBroken }) => isBroken(subject))
  if (subject.profile === 'webpki') broken.push(...BASELINE_RULES.filter(({ isBroken }) => isBroken(subject)))
  return broken.map(({ rule }) => rule)
}

/**
 * What RFC 5280 sections 4.1 and 4.2 demand of conforming CAs.
 *
 * Not that policyConstraints be critical (section 4.2.1.11): in NIST PKITS it is not, in paths that must be accepted.
 */
const RFC5280_RULES: readonly Rule[] = [
  {
    rule: 'rfc5280-serial-number',
    isBroken: ({ certificate, role }) => role !== 'anchor' && !isSerialNumber(certificate.serialNumber),
  },
  { rule: 'rfc5280-issuer-empty', isBroken: ({ certificate }) => certificate.issuer.attributes.length === 0 },
  {
    rule: 'rfc5280-subject-empty',
    isBroken: ({ certificate, role }) => role !== 'end-entity' && certificate.subject.attributes.length === 0,
  },
  {
    rule: 'rfc5280-aki-missing',
    isBroken: (subject) => isAsked(subject) && isWithoutAuthorityKeyIdentifier(subject.certificate),
  },
  { rule: 'rfc5280-aki-critical', isBroken: (subject) => isCritical(subject, 'authorityKeyIdentifier') },
  {
    rule: 'rfc5280-ski-missing',
    isBroken: (subject) =>
      subject.role !== 'end-entity' &&
      isAsked(subject) &&
      subject.certificate.extensions.subjectKeyIdentifier === undefined,
  },
  { rule: 'rfc5280-ski-critical', isBroken: (subject) => isCritical(subject, 'subjectKeyIdentifier') },
  {
    rule: 'rfc5280-basic-constraints-not-critical',
    isBroken: (subject) =>
      subject.role !== 'end-entity' && isAsked(subject) && isNotCritical(subject, 'basicConstraints'),
  },
  {
    rule: 'rfc5280-key-cert-sign-without-ca',
    isBroken: ({ certificate }) => !isCa(certificate) && allowsCertSign(certificate),
  },
  { rule: 'rfc5280-path-length-without-ca', isBroken: ({ certificate }) => hasUselessPathLength(certificate) },
  {
    rule: 'rfc5280-name-constraints-not-critical',
    isBroken: (subject) => subject.profile === 'rfc5280' && isNotCritical(subject, 'nameConstraints'),
  },
  {
    rule: 'rfc5280-name-constraints-in-end-entity',
    isBroken: ({ certificate }) => !isCa(certificate) && certificate.extensions.nameConstraints !== undefined,
  },
  {
    rule: 'rfc5280-policy-repeated',
    isBroken: ({ certificate, role }) => role !== 'anchor' && hasRepeatedPolicy(certificate),
  },
  {
    rule: 'rfc5280-inhibit-any-policy-not-critical',
    isBroken: (subject) => isNotCritical(subject, 'inhibitAnyPolicy'),
  },
  {
    rule: 'rfc5280-access-critical',
    isBroken: (subject) => isCritical(subject, 'authorityInfoAccess') || isCritical(subject, 'subjectInfoAccess'),
  },
  {
    rule: 'rfc5280-alt-name-not-critical',
    isBroken: (subject) =>
      subject.certificate.subject.attributes.length === 0 && !isCritical(subject, 'subjectAltName'),
  },
  {
    rule: 'rfc5280-address-as-dns-name',
    isBroken: ({ certificate }) => certificate.subjectAltNames.some(isAddressAsDnsName),
  },
  {
    rule: 'rfc5280-precertificate',
    isBroken: ({ certificate }) => certificate.extensions.precertificatePoison === true,
  },
]

/** CA/B Forum TLS Baseline Requirements section 7.1. */
const BASELINE_RULES: readonly Rule[] = [
  { rule: 'br-version', isBroken: ({ certificate }) => certificate.version !== 3 },
  {
    rule: 'br-alt-name-missing',
    isBroken: (subject) => isServer(subject) && subject.certificate.subjectAltNames.length === 0,
  },
  {
    rule: 'br-alt-name-critical',
    isBroken: (subject) =>
      isServer(subject) && subject.certificate.subject.attributes.length > 0 && isCritical(subject, 'subjectAltName'),
  },
  {
    rule: 'br-purpose-missing',
    isBroken: (subject) => isServer(subject) && subject.certificate.extensions.extendedKeyUsage === undefined,
  },
  { rule: 'br-purpose-critical', isBroken: (subject) => isServer(subject) && isCritical(subject, 'extendedKeyUsage') },
  { rule: 'br-purpose-any', isBroken: (subject) => isServer(subject) && hasAnyPurpose(subject.certificate) },
  {
    rule: 'br-purpose-in-root',
    isBroken: ({ certificate, role }) =>
      role === 'anchor' && certificate.isSelfIssued && certificate.extensions.extendedKeyUsage !== undefined,
  },
  { rule: 'br-ca-as-end-entity', isBroken: (subject) => isServer(subject) && isCa(subject.certificate) },
  { rule: 'br-common-name', isBroken: (subject) => isServer(subject) && !areCommonNamesCovered(subject.certificate) },
  {
    rule: 'br-root-aki',
    isBroken: ({ certificate, role }) =>
      role === 'anchor' && certificate.isSelfIssued && hasMisleadingAuthorityKeyIdentifier(certificate),
  },
]

/**
 * Roots of the web are older than some of the rules, and trust stores hold them as they are: what only helps to find a path, or to
 * understand a certificate that is trusted anyway, is asked of them under RFC 5280 alone.
 */
function isAsked({ role, profile }: ProfileSubject): boolean {
  return role !== 'anchor' || profile === 'rfc5280'
}

function isServer({ role, isForServer }: ProfileSubject): boolean {
  return role === 'end-entity' && isForServer
}

function isCa(certificate: Certificate): boolean {
  return certificate.extensions.basicConstraints?.cA === true
}

function allowsCertSign(certificate: Certificate): boolean {
  return certificate.extensions.keyUsage?.includes('keyCertSign') === true
}

/** Positive and of at most 20 octets (RFC 5280 section 4.1.2.2), of which the first may be a sign octet that the text leaves out. */
function isSerialNumber(text: string): boolean {
  const isPositive = !text.startsWith('-') && !/^0+$/.test(text)
  const octets = text.length / 2 + (Number.parseInt(text.slice(0, 2), 16) >= 0x80 ? 1 : 0)
  return isPositive && octets <= 20
}

function isWithoutAuthorityKeyIdentifier(certificate: Certificate): boolean {
  return certificate.extensions.authorityKeyIdentifier?.keyIdentifier === undefined && !certificate.isSelfIssued
}

/** pathLenConstraint is for CAs that may sign certificates (RFC 5280 section 4.2.1.9). */
function hasUselessPathLength(certificate: Certificate): boolean {
  const { basicConstraints, keyUsage } = certificate.extensions
  return (
    basicConstraints?.pathLenConstraint !== undefined &&
    (!basicConstraints.cA || (keyUsage !== undefined && !allowsCertSign(certificate)))
  )
}

/** No policy may be named twice (RFC 5280 section 4.2.1.4). */
function hasRepeatedPolicy({ extensions }: Certificate): boolean {
  const policies = extensions.certificatePolicies ?? []
  return new Set(policies.map(({ oid }) => oid)).size < policies.length
}

function isCritical(subject: ProfileSubject, name: string): boolean {
  return subject.criticality.get(name) === true
}

function isNotCritical(subject: ProfileSubject, name: string): boolean {
  return subject.criticality.get(name) === false
}

/** An address belongs into iPAddress (RFC 5280 section 4.2.1.6). */
function isAddressAsDnsName({ kind, value }: GeneralName): boolean {
  return kind === 'dns' && parseIpAddress(value) !== undefined
}

function hasAnyPurpose(certificate: Certificate): boolean {
  return certificate.extensions.extendedKeyUsage?.some(({ name }) => name === 'anyExtendedKeyUsage') === true
}

/**
 * A common name must be one of the alternative names, character for character (section 7.1.4.3). Refused is one that could be taken
 * for covered: an alternative name in another notation, or the neighbour of one that it is not. Clients do not
 * look at any other (RFC 9525 section 6.3), and test authorities put what they like there.
 */
function areCommonNamesCovered({ subject, subjectAltNames }: Certificate): boolean {
  const commonNames = subject.attributes.filter(({ name }) => name === 'CN').map(({ value }) => value)
  if (commonNames.length === 0) return true
  // Sets, since a hostile certificate may have as many common names as alternative names.
  const hosts = new Set(subjectAltNames.filter(({ kind }) => kind === 'dns' || kind === 'ip').map(({ value }) => value))
  if (commonNames.every((value) => hosts.has(value))) return true
  const notations = new Set(Array.from(hosts, canonicalHost))
  const domains = new Set(Array.from(hosts, domainAbove))
  return commonNames.every((value) => {
    const domain = domainAbove(value)
    const isMistakable = notations.has(canonicalHost(value)) || (domain !== undefined && domains.has(domain))
    return hosts.has(value) || !isMistakable
  })
}

/** What follows the first label, where that is a domain of two labels or more. */
function domainAbove(host: string): string | undefined {
  const parent = host.slice(host.indexOf('.') + 1).toLowerCase()
  return host.includes('.') && parent.includes('.') ? parent : undefined
}

/** A host as URLs write it (WHATWG URL section 3.5), whatever the notation; the text itself if it is none. */
function canonicalHost(host: string): string {
  try {
    return new URL(`http://${host.includes(':') ? `[${host}]` : host}/`).hostname
  } catch (error) {
    if (error instanceof TypeError) return host
    throw error
  }
}

/**
 * In a root it must be the root's own key identifier and nothing else (section 7.1.2.1.3). Issuer and serial number are let pass where they
 * are the root's own, as in roots of 2006 that trust stores still hold ("QuoVadis Root CA 2", "Certigna").
 */
function hasMisleadingAuthorityKeyIdentifier({ extensions, subject, serialNumber }: Certificate): boolean {
  const { authorityKeyIdentifier, subjectKeyIdentifier } = extensions
  if (authorityKeyIdentifier === undefined) return false
  const { keyIdentifier, authorityCertIssuer, authorityCertSerialNumber } = authorityKeyIdentifier
  if (keyIdentifier !== subjectKeyIdentifier) return true
  if (authorityCertIssuer === undefined && authorityCertSerialNumber === undefined) return false
  const isOwnName =
    authorityCertIssuer?.length === 1 &&
    authorityCertIssuer.every((name) => name.kind === 'directory' && namesEqual(name.name, subject))
  return !isOwnName || authorityCertSerialNumber !== serialNumber
}
