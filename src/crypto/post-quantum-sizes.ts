/** Parameter sets of ML-DSA (FIPS 204) and SLH-DSA (FIPS 205) that certificates may use (RFC 9881, RFC 9909). */
export type PostQuantumName =
  | 'ML-DSA-44'
  | 'ML-DSA-65'
  | 'ML-DSA-87'
  | 'SLH-DSA-SHA2-128s'
  | 'SLH-DSA-SHA2-128f'
  | 'SLH-DSA-SHA2-192s'
  | 'SLH-DSA-SHA2-192f'
  | 'SLH-DSA-SHA2-256s'
  | 'SLH-DSA-SHA2-256f'
  | 'SLH-DSA-SHAKE-128s'
  | 'SLH-DSA-SHAKE-128f'
  | 'SLH-DSA-SHAKE-192s'
  | 'SLH-DSA-SHAKE-192f'
  | 'SLH-DSA-SHAKE-256s'
  | 'SLH-DSA-SHAKE-256f'

/** Length of a signature in octets (FIPS 204 table 2, FIPS 205 table 2). */
export const POST_QUANTUM_SIGNATURE_OCTETS: Readonly<Record<PostQuantumName, number>> = {
  'ML-DSA-44': 2420,
  'ML-DSA-65': 3309,
  'ML-DSA-87': 4627,
  'SLH-DSA-SHA2-128s': 7856,
  'SLH-DSA-SHA2-128f': 17088,
  'SLH-DSA-SHA2-192s': 16224,
  'SLH-DSA-SHA2-192f': 35664,
  'SLH-DSA-SHA2-256s': 29792,
  'SLH-DSA-SHA2-256f': 49856,
  'SLH-DSA-SHAKE-128s': 7856,
  'SLH-DSA-SHAKE-128f': 17088,
  'SLH-DSA-SHAKE-192s': 16224,
  'SLH-DSA-SHAKE-192f': 35664,
  'SLH-DSA-SHAKE-256s': 29792,
  'SLH-DSA-SHAKE-256f': 49856,
}

/** Whether a name is one of the parameter sets. */
export function isPostQuantumName(name: string): name is PostQuantumName {
  return Object.hasOwn(POST_QUANTUM_SIGNATURE_OCTETS, name)
}
