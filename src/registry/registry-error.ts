import { CertkeepError, type ErrorDetail } from '../problem/certkeep-error.ts'

/** What a registry refuses, each with what is said of it. */
const REFUSALS = {
  NOT_FOUND: 'nothing is registered under the id',
  IN_USE: 'services use the certificate',
  NOT_VALID: 'only a valid certificate can be attached',
  NOT_COVERED: 'the certificate does not cover the host names that the service needs',
  CONFLICT: 'others changed it again and again meanwhile',
  NO_SEALER: 'private keys are not stored without a sealer',
  NO_KEY: 'no private key is stored with the certificate',
} as const satisfies Readonly<Record<string, string>>

/** Makes the error `ERR_REGISTRY_…` for what a registry refuses. */
export function registryError(refusal: keyof typeof REFUSALS, detail: ErrorDetail = {}): CertkeepError {
  return new CertkeepError(`ERR_REGISTRY_${refusal}`, REFUSALS[refusal], { detail })
}
