import type { SignatureVerifier } from '../crypto/signature-verifier.ts'
import type { AlertSchedule } from '../lifecycle/alert-schedule.ts'
import type { DeliveryHour } from '../lifecycle/delivery-hour.ts'
import type { ChainProfile } from '../path/profile-rules.ts'
import type { ChainPurpose } from '../path/certificate-faults.ts'
import type { TrustAnchorInput, TrustStore } from '../path/trust-store.ts'
import type { Fetcher } from '../problem/fetcher.ts'
import type { RevocationOptions } from '../revocation/revocation-options.ts'
import type { RevocationCache } from '../revocation/revocation-cache.ts'
import type { CertificateStore } from './certificate-store.ts'
import type { Clock } from './clock.ts'
import type { KeySealer } from './key-sealer.ts'
import type { Notifier } from './notifier.ts'

/** What a registry works with. */
export interface RegistryOptions {
  readonly store: CertificateStore
  /** The roots that are trusted. One `createTrustStore` can be shared by many registries. */
  readonly anchors: Iterable<TrustAnchorInput> | TrustStore
  /**
   * What delivers alerts. Of several, the first that names a channel is asked; where none does, messages of the channel wait and are given up as others
   * that fail for now.
   *
   * @defaultValue none: `dispatch` leaves the outbox as it is
   */
  readonly notifiers?: readonly Notifier[] | undefined
  /**
   * Seals private keys before they are stored.
   *
   * @defaultValue none: a store that forgets gets no keys at all, and a durable one is refused
   */
  readonly sealer?: KeySealer | undefined
  /** Gets CRLs and OCSP responses. @defaultValue none: revocation is not looked at, unless `policy` gives evidence or requires it */
  readonly fetcher?: Fetcher | undefined
  /** @defaultValue the clock of the machine */
  readonly clock?: Clock | undefined
  readonly policy?: RegistryPolicy | undefined
  /** The customer account: names are unique in it, and nothing of another is ever seen. 1 to 1,000 characters. @defaultValue 'default' */
  readonly namespace?: string | undefined
  /** @defaultValue one over WebCrypto */
  readonly verifier?: SignatureVerifier | undefined
  /** Evidence that several registries of one process may share. @defaultValue one of its own */
  readonly cache?: RevocationCache | undefined
  /** Who claims work: unique among all processes over the store. @defaultValue a random name */
  readonly worker?: string | undefined
  /** Makes ids, of certificates, contacts and entries of the history, that nobody has had and nobody can guess. @defaultValue 128 random bits in hex */
  readonly createId?: (() => string) | undefined
}

/** What the keeper of a registry decides. */
export interface RegistryPolicy {
  /** Refuses what revocation cannot be established for, instead of keeping it as `unverifiable`. @defaultValue false */
  readonly requireRevocation?: boolean | undefined
  /** Keeps a failed attempt listed as `registration-failed`, without its key; `replace` can make it good. @defaultValue false */
  readonly keepFailed?: boolean | undefined
  /** When to warn of expiry. @defaultValue 'default': from 30 days before it, every 5 days */
  readonly schedule?: AlertSchedule | undefined
  /** Moves each alert to the first such local hour at or after it. @defaultValue alerts stay where they are */
  readonly deliverAt?: DeliveryHour | undefined
  /**
   * How long a certificate whose revocation cannot be established stays `valid` after it was last found good.
   *
   * @defaultValue until the nextUpdate of the evidence that was good, and at least 24 hours
   */
  readonly unverifiableAfterMs?: number | undefined
  /** Longest time between two checks for revocation; evidence may call for an earlier one. @defaultValue 86400000, a day */
  readonly checkEveryMs?: number | undefined
  /** How evidence of revocation is got and judged. */
  readonly revocation?:
    Omit<RevocationOptions, 'at' | 'verifier' | 'signal' | 'anchor' | 'fetcher' | 'cache' | 'random'> | undefined
  /** @defaultValue 'serverAuth' */
  readonly purpose?: ChainPurpose | undefined
  /** @defaultValue 'webpki' */
  readonly profile?: ChainProfile | undefined
  /** Largest size of each box of a form in bytes. @defaultValue 1048576 */
  readonly maxBytes?: number | undefined
  /** For how long a worker has what it claimed to itself. Longer than checking a few certificates takes. @defaultValue 600000, ten minutes */
  readonly leaseMs?: number | undefined
  readonly retry?: RetryPolicy | undefined
}

/** How a delivery that failed for now is tried again: after `firstMs`, then after twice as long each time. */
export interface RetryPolicy {
  /** How long one delivery may take before it counts as failed for now, 1 to 2147483647; keep it well below `leaseMs`. @defaultValue 60000, a minute */
  readonly timeoutMs?: number | undefined
  /** @defaultValue 60000, a minute */
  readonly firstMs?: number | undefined
  /** Longest wait. @defaultValue 21600000, six hours */
  readonly maxMs?: number | undefined
  /** When the message counts as failed for good, from when it was written. @defaultValue 259200000, three days */
  readonly giveUpAfterMs?: number | undefined
}
