import type { PrivateKey } from '../keys/private-key.ts'
import type { SealContext } from './key-sealer.ts'
import type { RegistryContext } from './registry-context.ts'

/** Seals a key for its record; `null` where there is no sealer, so that no key is stored at all. */
export async function sealPrivateKey(
  { sealer, namespace }: Pick<RegistryContext, 'sealer' | 'namespace'>,
  privateKey: PrivateKey,
  { recordId, publicKeySha256 }: Pick<SealContext, 'recordId'> & { readonly publicKeySha256: string | null },
  signal: AbortSignal | undefined,
): Promise<Uint8Array | null> {
  if (sealer === undefined || publicKeySha256 === null) return null
  const plaintext = privateKey.exportPkcs8()
  try {
    return await sealer.seal(plaintext, { recordId, namespace, publicKeySha256 }, { signal })
  } finally {
    // The best that can be done: JavaScript keeps other copies as it likes.
    plaintext.fill(0)
  }
}
