import { verifyKeyMatch, type KeyMatch } from '../crypto/verify-key-match.ts'
import type { Problem } from '../problem/problem.ts'
import type { DistinctCertificate, InspectedKey, KeyReport, ObjectPlace } from './inspect-report.ts'

/** A private key and where it stands. */
export interface PlacedKey extends InspectedKey {
  readonly place: ObjectPlace
}

/** A match takes about a millisecond, so that this bounds the wait to well under a second. */
const MAX_COMPARISONS = 500

/**
 * Finds the certificates that each private key belongs to.
 *
 * Certificates of another algorithm, size or curve are left out. A key that none is left for is held against the first
 * certificate, so that there is a reason to give.
 */
export async function matchKeys(
  keys: readonly PlacedKey[],
  certificates: readonly DistinctCertificate[],
): Promise<readonly KeyReport[]> {
  let comparisons = 0
  const reports: KeyReport[] = []
  for (const { key, place } of keys) {
    if (comparisons >= MAX_COMPARISONS) {
      reports.push({ place, key, state: 'not-checked', belongsTo: [], problems: [] })
      continue
    }
    const similar = certificates.map((_, index) => index).filter((index) => isSimilar(key, certificates[index]))
    const candidates = (similar.length === 0 && certificates.length > 0 ? [0] : similar).slice(0, MAX_COMPARISONS)
    comparisons += Math.max(1, candidates.length)
    const matches: (readonly [number, KeyMatch])[] = []
    for (const index of candidates) {
      const candidate = certificates[index]
      if (candidate !== undefined) matches.push([index, await verifyKeyMatch(key, candidate.certificate)])
    }
    const belongsTo = matches.filter(([, { matches: isMatch }]) => isMatch).map(([index]) => index)
    const state = certificates.length === 0 ? 'no-certificate' : belongsTo.length > 0 ? 'belongs' : 'belongs-to-none'
    const problems = belongsTo.length > 0 ? [] : weightiest(matches.map(([, match]) => match.problems))
    reports.push({ place, key, state, belongsTo, problems })
  }
  return reports
}

function isSimilar(key: InspectedKey['key'], certificate: DistinctCertificate | undefined): boolean {
  const publicKey = certificate?.certificate.publicKey
  return publicKey?.algorithm === key.algorithm && publicKey.bits === key.bits && publicKey.curve === key.curve
}

/** A key that contradicts itself or is of no use says more than that it is another's. */
function weightiest(found: readonly (readonly Problem[])[]): readonly Problem[] {
  return found.find((problems) => problems.some(({ code }) => code !== 'key-mismatch')) ?? found[0] ?? []
}
