/**
 * Where and why something could not be carried out, beside the stable `code`.
 * Values are plain so that an error can be logged as JSON; no value is ever taken from key material.
 */
export type ErrorDetail = Readonly<Record<string, ErrorDetailValue>>

/** A value, or several things of the same kind, such as the services that use a certificate. */
export type ErrorDetailValue =
  string | number | boolean | readonly (string | Readonly<Record<string, string | number | boolean>>)[]

/** Fields that an error of a given code may carry; `cause` is kept only for errors whose text holds no secrets. */
export interface CertkeepErrorOptions {
  readonly detail?: ErrorDetail | undefined
  readonly cause?: unknown
}

/**
 * Thrown for what cannot be carried out: bytes that cannot be read, an operation refused, a port that failed.
 *
 * `code` is stable and of the form `ERR_AREA_FACT`; match on it and on `detail`, never on the message.
 * A bad paste or an unusable certificate is not an error but a {@link Problem} in a report.
 */
export class CertkeepError extends Error {
  readonly code: `ERR_${string}`
  readonly detail: ErrorDetail
  /** Recognised by name, so that two copies of the package in one program understand each other's errors. */
  readonly '~certkeep' = true

  constructor(code: `ERR_${string}`, message: string, options: CertkeepErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'CertkeepError'
    this.code = code
    this.detail = options.detail ?? {}
  }
}

/**
 * Tells whether a caught value is an error of this library, of whichever copy of the package.
 *
 * @example
 * ```ts
 * try {
 *   parseCertificate(bytes)
 * } catch (error) {
 *   if (isCertkeepError(error)) console.log(error.code, error.detail)
 * }
 * ```
 */
export function isCertkeepError(value: unknown): value is CertkeepError {
  return typeof value === 'object' && value !== null && '~certkeep' in value && value['~certkeep'] === true
}
