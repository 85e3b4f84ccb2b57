import type { RootRestriction } from './create-trust-anchor.ts'
import { PUBLIC_ROOT_RESTRICTIONS } from './public-root-restrictions.data.ts'

/**
 * Looks up how Mozilla restricts the roots of one key; `undefined` for a key that it does not restrict or does not know.
 *
 * By key and not by certificate, because a root that was issued anew with the key it had is no more trustworthy.
 *
 * @param spkiSha256 - SHA-256 of the DER of the SubjectPublicKeyInfo, lower-case hex
 */
export function publicRootRestriction(spkiSha256: string): RootRestriction | undefined {
  return PUBLIC_ROOT_RESTRICTIONS.find((restriction) => restriction.spkiSha256 === spkiSha256)
}
