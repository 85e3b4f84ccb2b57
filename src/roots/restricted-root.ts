import type { RootRestriction } from '../path/create-trust-anchor.ts'

/** A stored root that is trusted for some certificates only. */
export interface RestrictedRoot extends RootRestriction {
  /** The certificate's DER in base64, on one line. */
  readonly certificate: string
}
