import { CertkeepError, type ErrorDetail } from '../problem/certkeep-error.ts'

/** What a registry refuses. */
export type RegistryRefusal = 'NOT_FOUND' | 'IN_USE' | 'NOT_VALID' | 'NOT_COVERED' | 'CONFLICT' | 'NO_SEALER' | 'NO_KEY'

/** What a registry refuses, each with what is said of it. */
const REFUSALS: Readonly<Record<RegistryRefusal, string>> = {
  NOT_FOUND: 'nothing is registered under the id',
  IN_USE: 'services use the certificate',
  NOT_VALID: 'only a valid certificate can be attached',
  NOT_COVERED: 'the certificate does not cover the host names that the service needs',
  CONFLICT: 'others changed it again and again meanwhile',
  NO_SEALER: 'private keys are not stored without a sealer',
  NO_KEY: 'no private key is stored with the certificate',
}

/** Makes the error `ERR_REGISTRY_…` for what a registry refuses. */
export function registryError(refusal: RegistryRefusal, detail: ErrorDetail = {}): CertkeepError {
  return new CertkeepError(`ERR_REGISTRY_${refusal}`, REFUSALS[refusal], { detail })
}
