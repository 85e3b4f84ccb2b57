import { readFileSync } from 'node:fs'

/** A key pair as ml-dsa-keys.json has it. */
export interface MlDsaSample {
  readonly algorithm: 'ML-DSA-44' | 'ML-DSA-65' | 'ML-DSA-87'
  readonly seed: Uint8Array
  readonly expandedKey: Uint8Array
  readonly publicKey: Uint8Array
}

interface MlDsaFile {
  readonly seed: string
  readonly keys: readonly {
    readonly algorithm: MlDsaSample['algorithm']
    readonly publicKey: string
    readonly expandedKey: string
  }[]
}

/** The key pairs of RFC 9881 appendix C, one of each size, made by noble-post-quantum from the seed of the RFC. */
export function mlDsaSamples(): readonly MlDsaSample[] {
  const file = JSON.parse(readFileSync(new URL('ml-dsa-keys.json', import.meta.url), 'utf8')) as MlDsaFile
  return file.keys.map(({ algorithm, publicKey, expandedKey }) => ({
    algorithm,
    seed: bytes(file.seed),
    publicKey: bytes(publicKey),
    expandedKey: bytes(expandedKey),
  }))
}

function bytes(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'))
}
