import type { PssParameters } from '../x509/pss-parameters.ts'
import type { PrivateKeyContainer } from './private-key.ts'

/** What every private key has, whatever its algorithm. Bytes are views of the container, and secret. */
interface CommonMaterial {
  readonly container: PrivateKeyContainer
  readonly bits: number
  /** Public keys that the container carries beside the private one, in the form of a subjectPublicKey; nothing says that they are true. */
  readonly embeddedPublicKeys: readonly Uint8Array[]
}

/** The numbers of a two-prime RSAPrivateKey (RFC 8017 appendix A.1.2), as magnitudes without leading zeros. */
export interface RsaNumbers {
  readonly modulus: Uint8Array
  readonly publicExponent: Uint8Array
  readonly privateExponent: Uint8Array
  readonly prime1: Uint8Array
  readonly prime2: Uint8Array
  readonly exponent1: Uint8Array
  readonly exponent2: Uint8Array
  readonly coefficient: Uint8Array
}

/** An RSA key, for any padding or for RSASSA-PSS alone. */
export interface RsaMaterial extends CommonMaterial {
  readonly algorithm: 'RSA' | 'RSA-PSS'
  readonly numbers: RsaNumbers
  /** RSA-PSS only, where the key is restricted to these (RFC 4055 section 3.1). */
  readonly pss: PssParameters | undefined
  /** The encoded parameters of an RSA-PSS key; empty if there are none. */
  readonly pssParameters: Uint8Array
}

/** An elliptic curve key (RFC 5915). */
export interface EcMaterial extends CommonMaterial {
  readonly algorithm: 'EC'
  readonly curve: string
  /** As long as the curve's field for the NIST curves; as given for any other. Not checked to be in range. */
  readonly privateValue: Uint8Array
}

/** A CurvePrivateKey (RFC 8410 section 7). */
export interface OctetMaterial extends CommonMaterial {
  readonly algorithm: 'Ed25519' | 'Ed448' | 'X25519' | 'X448'
  readonly privateKey: Uint8Array
}

/** An ML-DSA key (RFC 9881 section 6): the seed, the key expanded from it, or both. */
export interface MlDsaMaterial extends CommonMaterial {
  readonly algorithm: 'ML-DSA-44' | 'ML-DSA-65' | 'ML-DSA-87'
  readonly seed: Uint8Array | undefined
  readonly expandedKey: Uint8Array | undefined
}

/** A private key taken apart; for use inside the library only. */
export type PrivateKeyMaterial = RsaMaterial | EcMaterial | OctetMaterial | MlDsaMaterial
