import { toHex } from '../support/der.ts'
import type { PoolCertificate } from './certificate-pool.ts'

/** Looks for private keys where none may be. */
export interface SecretScan {
  /** From now on the key of this certificate is looked for. */
  readonly watch: (certificate: PoolCertificate) => void
  /** In what form a key was found; `undefined` if there is none. */
  readonly findIn: (text: string | Uint8Array) => string | undefined
}

/** What every PKCS#8 and SEC 1 encoding of a P-256 key begins with: in base64, in hex, and in numbers as JSON writes octets. */
const PREFIXES = [
  'MIGHAgEAMBMG',
  'MHcCAQEEI',
  'PRIVATE KEY',
  '308187020100301306',
  '48,129,135,2,1,0,48,19,6',
  '"0":48,"1":129,"2":135',
] as const

export function createSecretScan(): SecretScan {
  const scalars = new Map<string, readonly string[]>()
  return {
    watch: ({ scalar }) => {
      if (scalars.has(scalar)) return
      const bytes = Buffer.from(scalar, 'hex')
      // Base64 of the same octets looks in three ways, by where they stand among others; what is at the ends depends on the neighbours.
      const base64 = [0, 1, 2].map((lead) => {
        const text = Buffer.concat([Buffer.alloc(lead), bytes]).toString('base64')
        return text.slice(lead === 0 ? 0 : 4, 40)
      })
      scalars.set(scalar, [scalar, bytes.join(','), ...base64])
    },
    findIn: (text) => {
      const readable = typeof text === 'string' ? text : toHex(text)
      const prefix = PREFIXES.find((each) => readable.includes(each))
      if (prefix !== undefined) return `begins as a private key does: ${prefix}`
      const found = [...scalars.values()].flat().find((each) => readable.includes(each))
      return found === undefined ? undefined : 'holds the private value of a key'
    },
  }
}
