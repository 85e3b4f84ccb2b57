import type { ProblemFacts } from './problem.ts'

/** What a box was meant for, and what was found in it instead. */
export type PemObject =
  | 'certificate'
  | 'privateKey'
  | 'encryptedPrivateKey'
  | 'publicKey'
  | 'certificateRequest'
  | 'crl'
  | 'pkcs7'
  | 'pkcs12'
  | 'opensshPrivateKey'
  | 'sshPublicKey'
  | 'puttyPrivateKey'
  | 'jwk'
  | 'javaKeystore'
  | 'pgp'
  | 'parameters'
  | 'der'
  | 'unknown'

/** Damage that {@link parsePem} repairs and tells of. */
export type PemRepair =
  | 'indentation'
  | 'quoting'
  | 'quotation-marks'
  | 'lost-newlines'
  | 'literal-escapes'
  | 'invisible-characters'
  | 'dashes'
  | 'label-case'
  | 'label'
  | 'look-alikes'
  | 'html-entities'
  | 'percent-encoding'
  | 'quoted-printable'
  | 'base64url'
  | 'spaces-for-plus'
  | 'nested-base64'
  | 'missing-boundaries'

/** Problems of the text that a paste is made of (RFC 7468). */
export interface PemProblemDetails {
  /** The box holds nothing but blanks. */
  'pem-empty': Readonly<Record<string, never>>
  /** The box is over `maxBytes`; nothing in it was read. */
  'pem-too-large': { readonly bytes: number; readonly maxBytes: number }
  /** Text without any block, and not base64 of a known object either. */
  'pem-no-block': Readonly<Record<string, never>>
  /** A BEGIN line without its END line (RFC 7468 section 2); `missingBytes` of the object are missing too, as far as that can be told. */
  'pem-end-missing': { readonly label: string; readonly missingBytes?: number }
  /** An END line without its BEGIN line (RFC 7468 section 2). */
  'pem-begin-missing': { readonly label: string }
  /** BEGIN and END name different objects (RFC 7468 section 2). */
  'pem-label-mismatch': { readonly begin: string; readonly end: string }
  /** A boundary line that cannot be read safely even after repair. */
  'pem-boundary-damaged': { readonly label: string }
  /** A block without data. */
  'pem-block-empty': { readonly label: string }
  /** A character that is not base64 (RFC 4648 section 4), given by its Unicode code point. */
  'pem-not-base64': { readonly label: string; readonly codePoint: number }
  /** Dots, or a note in brackets, where somebody left out a part of the data. */
  'pem-elided': { readonly label: string; readonly codePoint: number }
  /** A line of the data that is longer or shorter than the others: characters were added or lost there. */
  'pem-line-length': { readonly label: string; readonly expected: number; readonly found: number }
  /** A line of the data stands there twice in a row. */
  'pem-line-repeated': { readonly label: string; readonly bytes: number }
  /** "=" before the end of the data, or more or less of it than the data needs (RFC 4648 section 3.2). */
  'pem-padding': { readonly label: string }
  /** The data ends before the object does; the DER length says how many bytes are missing. */
  'pem-data-truncated': { readonly label: string; readonly missingBytes: number }
  /** Data lost in the middle of the block: the object inside is shorter than it says, though its end is there. */
  'pem-lines-missing': { readonly label: string; readonly missingBytes: number }
  /** The block goes on after its object has ended. */
  'pem-trailing-bytes': { readonly label: string; readonly bytes: number }
  /** The text was damaged in a way that is safe to repair, and was read as repaired. */
  'pem-repaired': { readonly repair: PemRepair; readonly count: number }
  /** Another object than the box is meant for. */
  'pem-unexpected-object': {
    readonly expected: 'certificate' | 'chain' | 'privateKey' | 'any'
    readonly found: PemObject
  }
  /** So much is wrong that the rest was not looked at. */
  'pem-too-many-problems': { readonly limit: number }
  /** The same certificate as the one of index `first`. */
  'pem-duplicate-certificate': { readonly first: number }
}

/** Group, severity and rank of each code; within a group the cause ranks above its consequences. */
export const PEM_PROBLEMS: Readonly<Record<keyof PemProblemDetails, ProblemFacts>> = {
  'pem-empty': { kind: 'format', severity: 'error', rank: 400 },
  'pem-too-large': { kind: 'format', severity: 'error', rank: 400 },
  'pem-no-block': { kind: 'format', severity: 'error', rank: 390 },
  'pem-end-missing': { kind: 'format', severity: 'error', rank: 380 },
  'pem-begin-missing': { kind: 'format', severity: 'error', rank: 380 },
  'pem-label-mismatch': { kind: 'format', severity: 'error', rank: 380 },
  'pem-boundary-damaged': { kind: 'format', severity: 'error', rank: 380 },
  'pem-block-empty': { kind: 'format', severity: 'error', rank: 380 },
  'pem-not-base64': { kind: 'format', severity: 'error', rank: 380 },
  'pem-elided': { kind: 'format', severity: 'error', rank: 380 },
  'pem-line-length': { kind: 'format', severity: 'error', rank: 380 },
  'pem-line-repeated': { kind: 'format', severity: 'error', rank: 380 },
  'pem-padding': { kind: 'format', severity: 'error', rank: 380 },
  'pem-data-truncated': { kind: 'format', severity: 'error', rank: 380 },
  'pem-lines-missing': { kind: 'format', severity: 'error', rank: 380 },
  'pem-trailing-bytes': { kind: 'format', severity: 'error', rank: 380 },
  'pem-unexpected-object': { kind: 'format', severity: 'error', rank: 370 },
  'pem-too-many-problems': { kind: 'format', severity: 'error', rank: 200 },
  'pem-duplicate-certificate': { kind: 'format', severity: 'warning', rank: 110 },
  'pem-repaired': { kind: 'format', severity: 'warning', rank: 100 },
}
