import { assertOneOf } from '../problem/assert-one-of.ts'
import type { ChainBudget } from '../problem/chain-problems.ts'
import type { CertificateDemands, ChainPurpose } from './certificate-faults.ts'
import type { PolicyOptions } from './policy-graph.ts'
import type { ChainProfile } from './profile-rules.ts'
import { createWorkBudget, type WorkBudget } from './work-budget.ts'

/** What the options demand of certificates, as they may be given. */
export interface DemandOptions {
  readonly at?: Date | undefined
  readonly purpose?: ChainPurpose | undefined
  readonly profile?: ChainProfile | undefined
  readonly dangerouslyAllowWeakAlgorithms?: boolean | undefined
}

const PURPOSES: readonly ChainPurpose[] = ['serverAuth', 'clientAuth', 'emailProtection', 'codeSigning', 'any']
const PROFILES: readonly ChainProfile[] = ['webpki', 'rfc5280']

/**
 * Reads what is demanded of certificates. A word that is not known is refused rather than taken for none, since a profile with a slip
 * of the pen would ask less.
 *
 * @throws TypeError, RangeError naming the option
 */
export function readDemands(options: DemandOptions): CertificateDemands {
  // eslint-disable-next-line no-restricted-syntax -- the default is read once, here at the edge
  const { at = new Date(), purpose = 'serverAuth', profile = 'webpki', dangerouslyAllowWeakAlgorithms } = options
  if (!(at instanceof Date)) throw new TypeError('"at" must be a date')
  if (Number.isNaN(at.getTime())) throw new RangeError('"at" must be a valid date')
  assertOneOf(purpose, PURPOSES, 'purpose')
  assertOneOf(profile, PROFILES, 'profile')
  return {
    atMs: Math.floor(at.getTime() / 1000) * 1000,
    purpose,
    profile,
    weakAlgorithms: dangerouslyAllowWeakAlgorithms === true ? 'allow' : 'refuse',
  }
}

/** A copy of the policy options, so that changes to them do not reach a search. @throws TypeError if the set is no list, or another no boolean */
export function readPolicyOptions(options: PolicyOptions = {}): PolicyOptions {
  const { initialPolicySet, requireExplicitPolicy, inhibitPolicyMapping, inhibitAnyPolicy } = options
  assertSwitch(requireExplicitPolicy, 'policies.requireExplicitPolicy')
  assertSwitch(inhibitPolicyMapping, 'policies.inhibitPolicyMapping')
  assertSwitch(inhibitAnyPolicy, 'policies.inhibitAnyPolicy')
  if (initialPolicySet === undefined) return { ...options }
  if (typeof initialPolicySet === 'string') throw new TypeError('"policies.initialPolicySet" must be an array')
  return { ...options, initialPolicySet: [...initialPolicySet] }
}

/** @throws RangeError unless `value` is 0, 1, 2 ... */
export function readWholeNumber(value: number, option: string): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`"${option}" must be a non-negative integer`)
  return value
}

/** @throws RangeError for a limit that is none */
export function readBudget(limits: Readonly<Partial<Record<ChainBudget, number | undefined>>> = {}): WorkBudget {
  const { signatures, candidates } = limits
  if (signatures !== undefined) readWholeNumber(signatures, 'limits.signatures')
  if (candidates !== undefined) readWholeNumber(candidates, 'limits.candidates')
  return createWorkBudget({ signatures, candidates })
}

/** What is not quite `true` would ask less than its caller meant. */
function assertSwitch(value: unknown, option: string): void {
  if (value !== undefined && typeof value !== 'boolean') throw new TypeError(`"${option}" must be a boolean`)
}
