import type { KeyMatchOptions } from '../crypto/verify-key-match.ts'
import type { AlertOptions } from '../lifecycle/next-alert-dates.ts'
import type { ChainOptions } from '../path/build-chain.ts'
import type { RevocationOptions } from '../revocation/revocation-options.ts'

/** What {@link validateBundle} works with: what `buildChain` takes, and more. */
export interface BundleOptions extends Pick<
  ChainOptions,
  | 'anchors'
  | 'at'
  | 'hostname'
  | 'purpose'
  | 'profile'
  | 'maxDepth'
  | 'policies'
  | 'fetchIssuer'
  | 'verifier'
  | 'cache'
  | 'signal'
> {
  /**
   * Evidence of revocation at hand, or a fetcher to get it with. `{}` asks about revocation without any.
   *
   * @defaultValue revocation is not looked at
   */
  readonly revocation?: Omit<RevocationOptions, 'at' | 'verifier' | 'signal' | 'anchor'> | undefined
  /**
   * Refuses what revocation cannot be established for. Such a bundle is otherwise accepted as `unverifiable`, with warnings.
   *
   * @defaultValue false
   */
  readonly requireRevocation?: boolean | undefined
  /** The schedule of alerts, and when they are delivered. */
  readonly alerts?: Omit<AlertOptions, 'from'> | undefined
  /** How the private key is proven to be the certificate's. */
  readonly keyMatch?: Omit<KeyMatchOptions, 'signal'> | undefined
  /** Largest size of each box in bytes. @defaultValue 1048576 */
  readonly maxBytes?: number | undefined
}
