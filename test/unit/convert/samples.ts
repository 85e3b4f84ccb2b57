import { createTestAuthority } from '../../../src/testing/index.ts'
import { openssl } from '../../support/openssl.ts'

/** A hierarchy of three, and the key of its leaf. */
export interface Bundle {
  readonly root: string
  readonly intermediate: string
  readonly leaf: string
  readonly key: string
}

/** Issues a leaf with an EC key, its issuer and their root. */
export async function createBundle(): Promise<Bundle> {
  const root = await createTestAuthority()
  const intermediate = await root.intermediate()
  const leaf = await intermediate.leaf()
  return { root: root.pem, intermediate: intermediate.pem, leaf: leaf.pem, key: leaf.key.pkcs8 }
}

/** Runs openssl, which must succeed, and gives what it wrote. */
export function opensslFile(args: readonly string[], files: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const { ok, output, written } = openssl([...args, '-out', 'out'], files, ['out'])
  const [bytes] = written
  if (!ok || bytes === undefined) throw new Error(`openssl ${args.join(' ')}: ${output}`)
  return bytes
}

/** A PKCS#12 file of the bundle by openssl. */
export function exportPkcs12(bundle: Bundle, passphrase: string, args: readonly string[] = []): Uint8Array {
  const files = { 'leaf.pem': bundle.leaf, 'key.pem': bundle.key, 'chain.pem': bundle.root + bundle.intermediate }
  const inputs = ['-inkey', 'key.pem', '-in', 'leaf.pem', '-certfile', 'chain.pem']
  return opensslFile(['pkcs12', '-export', ...inputs, '-passout', `pass:${passphrase}`, ...args], files)
}
