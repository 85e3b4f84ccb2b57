import { bitString, element, explicit, integer, oid, sequence, utcTime } from '../support/der.ts'
import { signCheaply, type PoolCertificate, type PoolIssuer } from './certificate-pool.ts'

const DAY_MS = 86_400_000
const ECDSA_WITH_SHA256 = sequence(oid('1.2.840.10045.4.3.2'))

const REASONS = { unspecified: 0, keyCompromise: 1, superseded: 4, certificateHold: 6 } as const

export type SimulatedReason = keyof typeof REASONS

/** What a CRL says of one certificate. */
export interface CrlEntry {
  readonly atMs: number
  readonly reason: SimulatedReason
}

/** A CRL as the model sees it. */
export interface PublishedCrl {
  readonly issuer: PoolIssuer
  readonly number: number
  readonly thisUpdateMs: number
  readonly nextUpdateMs: number
  /** By fingerprint. */
  readonly entries: ReadonlyMap<string, CrlEntry>
  readonly der: Uint8Array
}

/** A CA with its revocations, whose CRLs come out at intervals. Its clock is right. */
export interface SimulatedCa {
  readonly issuer: PoolIssuer
  /** What is said of a certificate in the CRLs to come. */
  readonly entryOf: (certificate: PoolCertificate) => CrlEntry | undefined
  readonly revoke: (certificate: PoolCertificate, reason: SimulatedReason, atMs: number) => void
  /** Ends a hold. */
  readonly release: (certificate: PoolCertificate, atMs: number) => void
  /** Brings out a CRL now, beside the schedule. */
  readonly publish: (atMs: number) => void
  /** The CRL that is to be had at an instant. Instants do not go back. */
  readonly latest: (atMs: number) => PublishedCrl
}

export interface CaSchedule {
  readonly everyDays: number
  readonly lifeDays: number
}

/** Makes a CA that has revoked nothing. */
export function createCa(issuer: PoolIssuer, beginMs: number, { everyDays, lifeDays }: CaSchedule): SimulatedCa {
  const entries = new Map<string, CrlEntry & { readonly serialNumber: Uint8Array }>()
  let number = 0
  const issue = (atMs: number): PublishedCrl => {
    number += 1
    const thisUpdateMs = Math.floor(atMs / 1000) * 1000
    const nextUpdateMs = thisUpdateMs + lifeDays * DAY_MS
    const listed = [...entries.values()].map(({ serialNumber, atMs: sinceMs, reason }) =>
      sequence(element(0x02, serialNumber), timeOf(sinceMs), reasonExtension(reason)),
    )
    const tbs = sequence(
      integer(1),
      ECDSA_WITH_SHA256,
      issuer.subject,
      timeOf(thisUpdateMs),
      timeOf(nextUpdateMs),
      listed.length === 0 ? [] : sequence(...listed),
      explicit(0, sequence(sequence(oid('2.5.29.20'), element(0x04, integer(number))))),
    )
    const der = sequence(tbs, ECDSA_WITH_SHA256, bitString(0, signCheaply(issuer.subjectPublicKeyInfo, tbs)))
    return { issuer, number, thisUpdateMs, nextUpdateMs, entries: new Map(entries), der }
  }
  let newest = issue(beginMs)
  let scheduledMs = beginMs
  const latest = (atMs: number): PublishedCrl => {
    const periodMs = everyDays * DAY_MS
    const lastMs = scheduledMs + Math.floor((atMs - scheduledMs) / periodMs) * periodMs
    if (lastMs > scheduledMs) {
      scheduledMs = lastMs
      if (lastMs > newest.thisUpdateMs) newest = issue(lastMs)
    }
    return newest
  }
  return {
    issuer,
    entryOf: ({ fingerprint }) => entries.get(fingerprint),
    revoke: ({ fingerprint, serialNumber }, reason, atMs) => {
      // What came out before does not know of it.
      latest(atMs)
      entries.set(fingerprint, { serialNumber, reason, atMs: Math.floor(atMs / 1000) * 1000 })
    },
    release: ({ fingerprint }, atMs) => {
      latest(atMs)
      entries.delete(fingerprint)
    },
    publish: (atMs) => {
      newest = issue(Math.max(atMs, newest.thisUpdateMs + 1000))
    },
    latest,
  }
}

function timeOf(ms: number): Uint8Array {
  return utcTime(new Date(ms).toISOString().replace(/\.\d+/, '').replace(/[-:T]/g, '').slice(2))
}

function reasonExtension(reason: SimulatedReason): readonly number[] | Uint8Array {
  if (reason === 'unspecified') return []
  return sequence(sequence(oid('2.5.29.21'), element(0x04, element(0x0a, [REASONS[reason]]))))
}
