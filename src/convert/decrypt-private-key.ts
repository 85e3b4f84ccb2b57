import { SEQUENCE } from '../der/tag.ts'
import type { ConvertedContainer } from '../problem/convert-problems.ts'
import { assertBerAtEnd, openBer, readBerAlgorithm, readBerConstructed, readBerOctets } from './ber-reader.ts'
import type { ObjectCollector } from './collect-objects.ts'
import { decryptContent, type Passphrase } from './decrypt-content.ts'
import type { WorkLimits } from './work-limits.ts'

/** Decrypts an EncryptedPrivateKeyInfo (RFC 5958 section 3) and adds the key to what was found. */
export async function decryptPrivateKey(
  bytes: Uint8Array,
  container: ConvertedContainer,
  {
    passphrase,
    collector,
    limits,
  }: { readonly passphrase: Passphrase; readonly collector: ObjectCollector; readonly limits: WorkLimits },
): Promise<void> {
  const outer = openBer(bytes)
  const info = readBerConstructed(outer, SEQUENCE, 'EncryptedPrivateKeyInfo')
  assertBerAtEnd(outer, 'EncryptedPrivateKeyInfo')
  const algorithm = readBerAlgorithm(info, 'EncryptedPrivateKeyInfo.encryptionAlgorithm')
  const ciphertext = readBerOctets(info, 'EncryptedPrivateKeyInfo.encryptedData')
  assertBerAtEnd(info, 'EncryptedPrivateKeyInfo')
  const plaintext = await decryptContent(algorithm, ciphertext, passphrase, container, limits)
  collector.addPrivateKeyDer(plaintext)
  plaintext.fill(0)
}
