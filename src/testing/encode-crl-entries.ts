import { INTEGER, SEQUENCE } from '../der/tag.ts'
import { encodeElement, encodeSequence } from '../der/write-der.ts'
import type { TestCrlEntry, TestCrlScope } from './crl-options.ts'
import { encodeNumber } from './encode-key.ts'
import { encodeGeneralizedTime, encodeTime } from './encode-time.ts'
import type { CrlRequest } from './issue-crl.ts'
import { bytesEqual, joinBytes } from './join-bytes.ts'
import { contentOf } from './patch-der.ts'
import { encodeReason, issuerNameOf, type Revocation, type TestRevocationReason } from './revocation.ts'
import { critical, encodeExtensions, plain, type TestExtension } from './test-extension.ts'
import { encodeGeneralNames } from './test-general-name.ts'
import { encodeName } from './test-name.ts'

/** An entry with everything settled. */
interface SettledEntry extends Pick<Revocation, 'serialNumber' | 'at' | 'reason' | 'invalidityDate'> {
  /** DER of a Name, where it is to be written. */
  readonly certificateIssuer: Uint8Array | undefined
  readonly extensions: readonly TestExtension[]
  /** DER of the name of the certificate's issuer, where it is known. */
  readonly issuer: Uint8Array | undefined
}

/** Entries in one piece: a million small arrays would keep the collector of garbage busy for longer than the rest takes. */
const ENTRIES_A_PIECE = 1000

/** DER of the entries of a CRL in order, many to a piece (RFC 5280 section 5.1). */
export function encodeCrlEntries(request: CrlRequest): readonly Uint8Array[] {
  const encode = createEntryEncoder()
  const pieces: Uint8Array[] = []
  let entries: Uint8Array[] = []
  for (const entry of nameIssuers(settleEntries(request), request)) {
    entries.push(encode(entry))
    if (entries.length < ENTRIES_A_PIECE) continue
    pieces.push(joinBytes(entries))
    entries = []
  }
  return entries.length === 0 ? pieces : [...pieces, joinBytes(entries)]
}

function* settleEntries({ options, revocations, issuer, at }: CrlRequest): Generator<SettledEntry> {
  const { scope = {}, entries } = options
  if (entries !== undefined) {
    for (const entry of entries) yield settleEntry(entry, at)
    return
  }
  for (const revocation of revocations) {
    if (isInScope(revocation, scope, issuer.subject)) {
      yield { ...revocation, certificateIssuer: undefined, extensions: [] }
    }
  }
}

/** Names issuers in an indirect CRL, each where it differs from that of the entry before (RFC 5280 section 5.3.3). */
function* nameIssuers(entries: Iterable<SettledEntry>, { options, issuer }: CrlRequest): Generator<SettledEntry> {
  const isIndirect = options.scope?.indirectCRL === true
  let current = issuer.subject
  for (const entry of entries) {
    const named = entry.certificateIssuer ?? (isIndirect && isNews(entry.issuer, current) ? entry.issuer : undefined)
    current = named ?? current
    yield named === entry.certificateIssuer ? entry : { ...entry, certificateIssuer: named }
  }
}

function isNews(issuer: Uint8Array | undefined, current: Uint8Array): boolean {
  return issuer !== undefined && !bytesEqual(issuer, current)
}

function settleEntry(entry: TestCrlEntry, at: Date): SettledEntry {
  const { certificate, certificateIssuer, extensions = [] } = entry
  const serialNumber = entry.serialNumber ?? certificate?.serialNumber
  if (serialNumber === undefined) throw new TypeError('an entry must have "certificate" or "serialNumber"')
  return {
    serialNumber: serialNumber instanceof Uint8Array ? serialNumber : contentOf(encodeNumber(BigInt(serialNumber))),
    at: entry.at ?? at,
    reason: entry.reason,
    invalidityDate: entry.invalidityDate,
    certificateIssuer: certificateIssuer === undefined ? undefined : encodeName(certificateIssuer),
    extensions,
    issuer: certificate && issuerNameOf(certificate),
  }
}

/** Whether a revocation belongs into a CRL of this scope (RFC 5280 section 5.2.5). No reason counts as every reason. */
function isInScope(revocation: Revocation, scope: TestCrlScope, issuer: Uint8Array): boolean {
  const { reason, isCa } = revocation
  if (scope.indirectCRL !== true && !bytesEqual(revocation.issuer, issuer)) return false
  if (scope.onlyContainsAttributeCerts === true) return false
  if ((scope.onlyContainsUserCerts === true && isCa) || (scope.onlyContainsCACerts === true && !isCa)) return false
  return (
    reason === undefined || scope.onlySomeReasons === undefined || scope.onlySomeReasons.some((some) => some === reason)
  )
}

/**
 * Encodes entries one by one. What many have in common, the instant and a reason alone, is encoded once: a million entries
 * would otherwise take a minute.
 */
function createEntryEncoder(): (entry: SettledEntry) => Uint8Array {
  const times = new Map<number, Uint8Array>()
  const reasons = new Map<TestRevocationReason | undefined, readonly Uint8Array[]>()
  return (entry) => {
    const { serialNumber, at, reason } = entry
    const time = remember(times, at.getTime(), () => encodeTime(at))
    const extensions = hasReasonOnly(entry)
      ? remember(reasons, reason, () => encodeEntryExtensions(entry))
      : encodeEntryExtensions(entry)
    return encodeSequence(encodeElement(INTEGER, serialNumber), time, ...extensions)
  }
}

function remember<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = known.get(key)
  if (found !== undefined) return found
  const made = make()
  known.set(key, made)
  return made
}

function hasReasonOnly({ invalidityDate, certificateIssuer, extensions }: SettledEntry): boolean {
  return invalidityDate === undefined && certificateIssuer === undefined && extensions.length === 0
}

/** crlEntryExtensions; nothing if there are none. */
function encodeEntryExtensions(entry: SettledEntry): readonly Uint8Array[] {
  const { reason, invalidityDate, certificateIssuer, extensions } = entry
  const all = [
    ...(reason === undefined ? [] : [plain('reasonCode', encodeReason(reason))]),
    ...(invalidityDate === undefined ? [] : [plain('invalidityDate', encodeGeneralizedTime(invalidityDate))]),
    ...(certificateIssuer === undefined ? [] : [issuerOf(certificateIssuer)]),
    ...extensions,
  ]
  return all.length === 0 ? [] : [encodeExtensions(all)]
}

function issuerOf(directory: Uint8Array): TestExtension {
  return critical('certificateIssuer', encodeGeneralNames(SEQUENCE, [{ directory }]))
}
