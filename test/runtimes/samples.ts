import type { Feature } from './feature.ts'

/** What the suite judges, made once on Node and handed to every runtime: plain JSON, bytes in base64. */
export interface Samples {
  /** The instant of all verdicts, ISO 8601. */
  readonly at: string
  /** fixtures/pem, by the names of the files. */
  readonly pem: Readonly<Record<string, string>>
  /** What Node's own decoder says of server.crt. */
  readonly server: ServerFacts
  readonly algorithms: readonly AlgorithmSample[]
  readonly signatures: readonly SignatureSample[]
  readonly revocation: RevocationSamples
  readonly conversion: ConversionSamples
  /** What certkeep/testing makes from one seed. */
  readonly kit: KitSample
  /** SHA-256 fingerprints of the public roots of the package. */
  readonly roots: readonly string[]
}

export interface ServerFacts {
  readonly serialNumber: string
  readonly sha256: string
  readonly sha1: string
  readonly notBefore: string
  readonly notAfter: string
}

/** A root and a server certificate whose keys are of one algorithm. All PEM. */
export interface AlgorithmSample {
  readonly algorithm: string
  /** What WebCrypto must have to sign and verify with it. */
  readonly needs: Feature
  /** What node:crypto must have. */
  readonly nodeNeeds: Feature
  readonly privateKey: string
  readonly certificate: string
  readonly root: string
  /** The private key of another certificate, of the same algorithm. */
  readonly otherKey: string
  /** CRL of the root about nothing, in base64; `null` where the kit makes none. */
  readonly crl: string | null
}

/** A certificate with a signature that is not the usual one of its issuer's key. */
export interface SignatureSample {
  readonly algorithm: string
  readonly needs: Feature
  readonly isWeak: boolean
  readonly certificate: string
  readonly root: string
}

/** A CA with a good and a revoked certificate, and its evidence in base64. */
export interface RevocationSamples {
  readonly good: string
  readonly revoked: string
  readonly revokedKey: string
  readonly issuing: string
  readonly root: string
  readonly rootCrl: string
  /** Before the revocation. */
  readonly crlBefore: string
  readonly crl: string
  readonly crlUrl: string
  readonly rootCrlUrl: string
  readonly goodOcsp: string
  readonly revokedOcsp: string
}

export interface ConversionSamples {
  readonly passphrase: string
  /** A key in PKCS#8, and the same encrypted with so many rounds that a platform may refuse them. */
  readonly key: string
  readonly manyRounds: string
  /** A PKCS#12 in base64, and the certificate in it. */
  readonly pkcs12: string
  readonly pkcs12Certificate: string
}

export interface KitSample {
  readonly seed: string
  readonly ec: string
  readonly rsa: string
}
