import type { PemObject } from './pem-problems.ts'
import type { ProblemFacts } from './problem.ts'

/** Files that hold keys and certificates in another form than the boxes take. */
export type ConvertedContainer = 'pkcs12' | 'pkcs7' | 'encrypted-pkcs8' | 'encrypted-pem'

/** What gave away that a passphrase is not the right one. */
export type PassphraseEvidence = 'mac' | 'padding' | 'content'

/** What a container may not have too much or too little of. `work` is iterations, or memory touched, in all. */
export type ContainerMeasure = 'iterations' | 'work' | 'memory' | 'scrypt' | 'salt' | 'key-length' | 'objects' | 'depth'

/** What containers hold that has no box. */
export type LeftOutObject =
  | Extract<PemObject, 'crl' | 'publicKey' | 'certificateRequest' | 'parameters' | 'unknown'>
  | 'secret'
  | 'signature'
  | 'content'
  | 'attributeCertificate'

/** Problems of turning a container into what the boxes take. None holds anything of a passphrase or a key. */
export interface ConvertProblemDetails {
  /** The container is encrypted, and no passphrase was given. */
  'passphrase-missing': { readonly container: ConvertedContainer; readonly cipher: string }
  /** The passphrase does not open the container, or the container is damaged where that cannot be told apart. */
  'passphrase-wrong': {
    readonly container: ConvertedContainer
    readonly cipher: string
    readonly evidence: PassphraseEvidence
  }
  /** A cipher, key derivation or digest that is not worked with; an object identifier where it has no name. */
  'encryption-unsupported': { readonly container: ConvertedContainer; readonly algorithm: string }
  /** A number in the container is out of bounds (RFC 8018 section 4.2, RFC 7914 section 2); nothing was computed with it. */
  'container-out-of-bounds': {
    readonly container: ConvertedContainer
    readonly measure: ContainerMeasure
    /** In decimal digits, or `2^n` for the order of a number that is too long to be written. */
    readonly found: string
    readonly min: number
    readonly max: number
  }
  /** The container cannot be read: `error` is the decoder's code, `offset` where in the structure's own bytes. */
  'container-malformed': {
    readonly container: ConvertedContainer
    readonly error: string
    readonly structure: string
    readonly offset: number
  }
  /** The container is of a kind, or protected in a way, that is not worked with: the object identifier says which. */
  'container-unsupported': { readonly container: ConvertedContainer; readonly type: string }
  /** The container holds neither a certificate nor a private key. */
  'container-empty': { readonly container: ConvertedContainer }
  /** Objects that none of the boxes takes; they were left out. */
  'object-left-out': { readonly object: LeftOutObject; readonly count: number }
  /** Several different private keys, none of which was chosen. */
  'several-private-keys': { readonly count: number }
  /** Certificates that do not belong to the chain; they were left out. `subject` is that of the first. */
  'certificate-left-out': { readonly subject: string; readonly count: number }
}

/** Group, severity and rank of each code. */
export const CONVERT_PROBLEMS: Readonly<Record<keyof ConvertProblemDetails, ProblemFacts>> = {
  'passphrase-missing': { kind: 'encrypted-key', severity: 'error', rank: 366 },
  'passphrase-wrong': { kind: 'encrypted-key', severity: 'error', rank: 365 },
  'encryption-unsupported': { kind: 'encrypted-key', severity: 'error', rank: 364 },
  'container-out-of-bounds': { kind: 'format', severity: 'error', rank: 363 },
  'container-malformed': { kind: 'format', severity: 'error', rank: 362 },
  'container-unsupported': { kind: 'format', severity: 'error', rank: 361 },
  'container-empty': { kind: 'format', severity: 'error', rank: 358 },
  'several-private-keys': { kind: 'format', severity: 'error', rank: 356 },
  'certificate-left-out': { kind: 'format', severity: 'warning', rank: 96 },
  'object-left-out': { kind: 'format', severity: 'warning', rank: 95 },
}
