import { bytesToHex } from '@noble/hashes/utils.js'
import type { Certificate } from '../x509/certificate.ts'
import { parseCertificate } from '../x509/parse-certificate.ts'
import { encodePem } from './base64.ts'
import { CERTIFICATE_DEFECTS } from './certificate-defects.ts'
import type { CertificateOptions } from './certificate-options.ts'
import type { CertificateKind } from './certificate-profiles.ts'
import { TEST_EPOCH, type TestClock } from './create-test-clock.ts'
import { deriveTestKey, rsaBitsOf, type TestKey, type TestKeyAlgorithm } from './create-test-key.ts'
import type { CrlOptions } from './crl-options.ts'
import { deriveBytes } from './derive-bytes.ts'
import { defectRows, issueCertificate, type IssuedCertificate } from './issue-certificate.ts'
import { issueCrl } from './issue-crl.ts'
import { issueOcsp } from './issue-ocsp.ts'
import { bytesEqual } from './join-bytes.ts'
import { rsaPoolModulus, rsaPoolSize } from './key-material.ts'
import type { OcspOptions } from './ocsp-options.ts'
import { issuerNameOf, type Revocation, type RevokeOptions } from './revocation.ts'
import type { RsaPoolBits } from './rsa-key-pool.ts'
import type { AuthorityOptions, TestAuthority, TestCertificate } from './test-authority.ts'
import { encodeName } from './test-name.ts'

/** What a root, and with it a whole hierarchy, is to be. */
export interface TestAuthorityOptions extends AuthorityOptions {
  /**
   * The same seed, subject and calls give the same bytes. Authorities of different seed or subject share nothing but RSA keys.
   *
   * @defaultValue `'certkeep'`
   */
  readonly seed?: string | number | undefined
  /**
   * The instant from which all dates are counted, or a clock that is asked each time.
   *
   * @defaultValue `TEST_EPOCH`
   */
  readonly at?: Date | Pick<TestClock, 'now'> | undefined
}

/** What all of a hierarchy share. */
interface Hierarchy {
  readonly seed: string
  readonly now: () => Date
  readonly algorithm: TestKeyAlgorithm
  /** How many keys of each pool were taken. */
  readonly takenKeys: Map<RsaPoolBits, number>
  /** A key that none of it may have. */
  readonly foreignKey: TestKey | undefined
}

/** A CA as a name and a key, which several certificates can be about. */
interface Entity {
  readonly hierarchy: Hierarchy
  /** Where in the hierarchy it stands; keys and serial numbers follow from it. */
  readonly path: string
  readonly subject: Uint8Array
  readonly key: TestKey
  readonly urls: CertificateOptions['urls']
  /** How many of each kind were made. */
  readonly counts: Map<string, number>
  /** Hex of serial numbers. */
  readonly issued: Set<string>
  readonly revocations: Revocation[]
}

/** A certificate to be made, and where in the hierarchy. */
interface Placement {
  readonly hierarchy: Hierarchy
  /** `undefined` for a self-signed certificate. */
  readonly issuer: Entity | undefined
  readonly kind: CertificateKind
  readonly path: string
  readonly fallbackSubject: string
}

interface Made {
  readonly issued: IssuedCertificate
  readonly key: TestKey
}

const SERIAL_NUMBER_OCTETS = 16

/** What CAs are, behind what they show. */
const ENTITIES: WeakMap<TestCertificate, Entity> = /* @__PURE__ */ new WeakMap()

/**
 * Makes a root CA for tests, and by its methods all that it and those below it issue. FOR TESTS ONLY: all its keys are known.
 *
 * Deterministic: ECDSA by RFC 6979, RSASSA-PSS with derived salts, serial numbers and EC keys from the seed, RSA keys from a
 * small pool inside this package, whose keys repeat once they are used up.
 *
 * @throws TypeError for a defect that a root or its key cannot have
 * @throws RangeError for an `at` that is no instant
 * @throws CertkeepError `ERR_TESTING_ALGORITHM_UNAVAILABLE` where the platform lacks an Edwards curve
 *
 * @example
 * ```ts
 * const root = await createTestAuthority()
 * const intermediate = await root.intermediate()
 * const leaf = await intermediate.leaf({ names: ['shop.example'], defects: ['expired'] })
 * ```
 */
export async function createTestAuthority(options: TestAuthorityOptions = {}): Promise<TestAuthority> {
  const { seed = 'certkeep', at = new Date(TEST_EPOCH), subject = ROOT_SUBJECT, algorithm = 'P-256' } = options
  const instant = at instanceof Date ? new Date(at) : at
  const now = (): Date => toSeconds(instant instanceof Date ? instant : instant.now())
  const hierarchy: Hierarchy = {
    seed: `${String(seed)}/${bytesToHex(encodeName(subject))}`,
    now,
    algorithm,
    takenKeys: new Map(),
    foreignKey: undefined,
  }
  return createRoot(hierarchy, { ...options, subject })
}

const ROOT_SUBJECT = 'Test Root CA'

async function createRoot(hierarchy: Hierarchy, options: AuthorityOptions): Promise<TestAuthority> {
  const place = { hierarchy, issuer: undefined, kind: 'root', path: 'root', fallbackSubject: ROOT_SUBJECT } as const
  const made = await makeCertificate(place, options)
  return openAuthority(createEntity(place, made, options), wrapCertificate(made, undefined))
}

function createEntity(place: Placement, { key, issued }: Made, { issuedUrls }: AuthorityOptions): Entity {
  const { hierarchy, path } = place
  const state = { counts: new Map<string, number>(), issued: new Set<string>(), revocations: [] }
  return { hierarchy, path, subject: issued.subject, key, urls: issuedUrls, ...state }
}

/** The authority of an entity, known by one of its certificates. */
function openAuthority(entity: Entity, certificate: TestCertificate): TestAuthority {
  const { hierarchy, key, revocations } = entity
  const stranger = (): Promise<TestKey> => deriveStranger(hierarchy, `${entity.path}/stranger`, key)
  let delegate: Promise<TestCertificate> | undefined
  const issue = async (place: Placement, options: CertificateOptions): Promise<TestCertificate> =>
    wrapCertificate(await makeCertificate(place, options), place.issuer === undefined ? undefined : authority)

  const authority: TestAuthority = Object.assign(certificate, {
    now: hierarchy.now,
    intermediate: async (options: AuthorityOptions = {}) => {
      const place = nextPlace(entity, 'intermediate', 'intermediate', 'Test Intermediate CA')
      const made = await makeCertificate(place, options)
      return openAuthority(createEntity(place, made, options), wrapCertificate(made, authority))
    },
    leaf: async (options: CertificateOptions = {}) => {
      const rows = defectRows(options, 'leaf')
      // At once where nothing comes between, so that numbers follow the order of the calls.
      if (rows.every((row) => row.interpose === undefined)) {
        return issue(nextPlace(entity, 'leaf', 'leaf', 'Test Leaf'), options)
      }
      let issuer = authority
      for (const row of rows) issuer = (await row.interpose?.(issuer, options)) ?? issuer
      return issuer.leaf(withoutInterposing(options))
    },
    crossSign: async (other: TestAuthority, options: CertificateOptions = {}) => {
      const subject = ENTITIES.get(other)
      if (subject === undefined) throw new TypeError('"other" must be a test authority')
      const place = nextPlace(entity, 'intermediate', 'cross', 'Test Cross CA')
      const made = await makeCertificate(place, { subject: subject.subject, ...options, key: subject.key })
      if (made.key !== subject.key) throw new TypeError('the key of "other" cannot have the defect')
      return openAuthority(subject, wrapCertificate(made, authority))
    },
    selfSigned: (options: CertificateOptions = {}) =>
      issue({ ...nextPlace(entity, 'leaf', 'self-signed', 'Test Self-Signed'), issuer: undefined }, options),
    ocspResponder: (options: CertificateOptions = {}) =>
      issue(nextPlace(entity, 'ocspResponder', 'responder', 'Test OCSP Responder'), options),
    revoke: (revoked: TestCertificate, options: RevokeOptions = {}) => {
      remove(revocations, revoked)
      revocations.push(createRevocation(revoked, options, hierarchy.now()))
    },
    reinstate: (revoked: TestCertificate) => {
      remove(revocations, revoked)
    },
    crl: async (options: CrlOptions = {}) => {
      const request = { at: hierarchy.now(), issuer: entity, revocations: [...revocations], options, stranger }
      const der = await issueCrl({ ...request, crlNumber: count(entity, 'crl') })
      return {
        der,
        get pem() {
          return encodePem('X509 CRL', der)
        },
      }
    },
    ocsp: async (options: OcspOptions) => {
      const der = await issueOcsp({
        at: hierarchy.now(),
        authority,
        revocations: [...revocations],
        hasIssued: (serialNumber) => entity.issued.has(bytesToHex(serialNumber)),
        delegate: () => (delegate ??= issue(placeOfDelegate(entity), {})),
        stranger: () => createRoot(strangerHierarchy(entity), { subject: 'Stranger CA' }),
        strangerKey: (signer) => deriveStranger(hierarchy, `${entity.path}/stranger`, signer, key),
        options,
      })
      return { der }
    },
  })
  ENTITIES.set(authority, entity)
  return authority
}

/** The place of the next certificate of a kind below an entity. Called before anything is awaited, so that order is that of the calls. */
function nextPlace(entity: Entity, kind: CertificateKind, label: string, name: string): Placement {
  const path = `${entity.path}/${label}-${count(entity, label)}`
  // Numbered by the whole path, so that two CAs of a hierarchy are never called the same.
  const numbers = path.match(/(?<=-)\d+(?=\/|$)/g) ?? []
  return { hierarchy: entity.hierarchy, issuer: entity, kind, path, fallbackSubject: `${name} ${numbers.join('.')}` }
}

/** The responder that an authority keeps, the same whenever it is asked for first. */
function placeOfDelegate(entity: Entity): Placement {
  const { hierarchy, path } = entity
  const fallbackSubject = 'Test OCSP Responder'
  return { hierarchy, issuer: entity, kind: 'ocspResponder', path: `${path}/delegate`, fallbackSubject }
}

/** Counts from 1. */
function count({ counts }: Entity, label: string): number {
  const next = (counts.get(label) ?? 0) + 1
  counts.set(label, next)
  return next
}

/** What is left to do once the CAs that some defects demand are there. */
function withoutInterposing(options: CertificateOptions): CertificateOptions {
  const { defects = [] } = options
  return { ...options, defects: defects.filter((defect) => CERTIFICATE_DEFECTS[defect].interpose === undefined) }
}

async function makeCertificate(place: Placement, given: CertificateOptions): Promise<Made> {
  const { hierarchy, issuer, kind, path } = place
  const at = hierarchy.now()
  const rows = defectRows(given, kind)
  if (rows.some((row) => row.interpose !== undefined)) throw new TypeError('a defect of the path is for leaf()')
  const options = rows.reduce((changed, row) => row.options?.(changed, at) ?? changed, given)
  const key = await (options.key ?? deriveKey(place, options))
  const issued = await issueCertificate({
    kind,
    fallbackSubject: place.fallbackSubject,
    at,
    serialNumber: deriveSerialNumber(hierarchy.seed, path),
    key,
    issuer,
    urls: issuer?.urls,
    options,
    stranger: () => deriveStranger(hierarchy, `${path}/stranger`, issuer?.key ?? key),
  })
  issuer?.issued.add(bytesToHex(issued.serialNumber))
  return { issued, key }
}

/** Positive and of the same length each time: the first octet is 40 to 7F. */
function deriveSerialNumber(seed: string, path: string): Uint8Array {
  return deriveBytes(seed, `${path}/serial-number`, SERIAL_NUMBER_OCTETS).map((octet, index) =>
    index === 0 ? (octet & 0x7f) | 0x40 : octet,
  )
}

function deriveKey({ hierarchy, issuer, path }: Placement, options: CertificateOptions): Promise<TestKey> {
  const { algorithm = hierarchy.algorithm, publicExponent } = options
  const poolIndex = takeFromPool(hierarchy, algorithm, issuer?.key)
  return deriveTestKey({ algorithm, seed: hierarchy.seed, label: `${path}/key`, poolIndex, publicExponent })
}

/** The next RSA key of a pool, but neither that of the issuer nor one that is foreign. A pool holds three at least. */
function takeFromPool(hierarchy: Hierarchy, algorithm: TestKeyAlgorithm, issuerKey: TestKey | undefined): number {
  const { takenKeys, foreignKey } = hierarchy
  const bits = rsaBitsOf(algorithm)
  if (bits === undefined) return 0
  let index = takenKeys.get(bits) ?? 0
  while (isPoolKey(issuerKey, bits, index) || isPoolKey(foreignKey, bits, index)) index += 1
  takenKeys.set(bits, index + 1)
  return index
}

/** A key like the first, but none of these: for RSA from the end of the pool, where it is least likely to be in use. */
function deriveStranger({ seed }: Hierarchy, label: string, ...known: readonly [TestKey, TestKey?]): Promise<TestKey> {
  const [{ algorithm }] = known
  const bits = rsaBitsOf(algorithm)
  let poolIndex = bits === undefined ? 0 : rsaPoolSize(bits) - 1
  while (bits !== undefined && known.some((key) => isPoolKey(key, bits, poolIndex))) poolIndex -= 1
  return deriveTestKey({ algorithm, seed, label, poolIndex })
}

/** The hierarchy of another CA with keys of the same kind, none of them that of the entity: for RSA the last two of the pool, if it can be. */
function strangerHierarchy({ hierarchy: { seed, now }, key }: Entity): Hierarchy {
  const { algorithm } = key
  const bits = rsaBitsOf(algorithm)
  const takenKeys = new Map(bits === undefined ? [] : [[bits, rsaPoolSize(bits) - 2]])
  return { seed: `${seed}/stranger`, now, algorithm, takenKeys, foreignKey: key }
}

function isPoolKey(key: TestKey | undefined, bits: RsaPoolBits, index: number): boolean {
  return key?.material.type === 'RSA' && key.material.modulus === rsaPoolModulus(bits, index)
}

function createRevocation(certificate: TestCertificate, options: RevokeOptions, now: Date): Revocation {
  return {
    serialNumber: certificate.serialNumber,
    issuer: issuerNameOf(certificate),
    isCa: ENTITIES.has(certificate),
    at: options.at ?? now,
    reason: options.reason,
    invalidityDate: options.invalidityDate,
  }
}

function remove(revocations: Revocation[], certificate: TestCertificate): void {
  const issuer = issuerNameOf(certificate)
  const index = revocations.findIndex(
    (known) => bytesEqual(known.serialNumber, certificate.serialNumber) && bytesEqual(known.issuer, issuer),
  )
  if (index !== -1) revocations.splice(index, 1)
}

/** Encodes PEM and decodes the certificate only when asked: many a test needs neither. */
function wrapCertificate({ issued, key }: Made, issuer: TestAuthority | undefined): TestCertificate {
  const { der, subject, serialNumber } = issued
  let decoded: Certificate | undefined
  const certificate: TestCertificate = {
    der,
    key,
    subject,
    serialNumber,
    issuer,
    get pem() {
      return encodePem('CERTIFICATE', der)
    },
    get certificate() {
      return (decoded ??= parseCertificate(der))
    },
    get chain() {
      return [certificate, ...(issuer?.chain ?? [])]
    },
    get chainPem() {
      return issuer?.fullChainPem ?? ''
    },
    get fullChainPem() {
      return certificate.pem + certificate.chainPem
    },
  }
  return certificate
}

function toSeconds(instant: Date): Date {
  if (Number.isNaN(instant.getTime())) throw new RangeError('"at" must be a valid instant')
  return new Date(Math.floor(instant.getTime() / 1000) * 1000)
}
