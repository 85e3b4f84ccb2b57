import { encodePem } from '../armor/encode-pem.ts'
import { parsePrivateKey } from '../keys/parse-private-key.ts'
import type { PrivateKey } from '../keys/private-key.ts'
import { isCertkeepError } from '../problem/certkeep-error.ts'
import { checkId } from './change-record.ts'
import { checkText } from './check-text.ts'
import type { KeySealer, SealContext } from './key-sealer.ts'
import type { CertificateMaterial, MaterialOptions } from './registry.ts'
import { commitChange, createEvent, type RegistryContext } from './registry-context.ts'
import { registryError } from './registry-error.ts'

/** So many times a certificate may be replaced while its key is opened. */
const MAX_ATTEMPTS = 10

/** Hands out a certificate with its private key, after it was written down to whom and what for. See {@link Registry}. */
export async function readMaterial(
  context: RegistryContext,
  id: string,
  options: MaterialOptions,
): Promise<CertificateMaterial> {
  const { actor, purpose } = options
  checkId(id)
  checkText(actor, 'actor')
  checkText(purpose, 'purpose')
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const material = await readOnce(context, id, options)
    if (material !== undefined) return material
  }
  throw registryError('CONFLICT', { id })
}

/** `undefined` if the certificate was deleted or replaced meanwhile, of which the next reading tells. */
async function readOnce(
  context: RegistryContext,
  id: string,
  { actor, purpose, signal }: MaterialOptions,
): Promise<CertificateMaterial | undefined> {
  const { sealer, store, namespace } = context
  const found = await store.getWithKey(namespace, id, { signal })
  if (found === undefined) throw registryError('NOT_FOUND', { id })
  if (sealer === undefined) throw registryError('NO_SEALER', { id })
  const { record, sealedKey } = found
  const { publicKeySha256, certificatePem, chainPem, fingerprint, name, version } = record
  if (sealedKey === null || publicKeySha256 === null || certificatePem === null || fingerprint === null) {
    throw registryError('NO_KEY', { id })
  }
  const subject = { id, actor }
  const privateKey = await open(sealer, sealedKey, { recordId: id, namespace, publicKeySha256 }, signal).catch(
    async (error: unknown) => {
      const at = context.clock.now()
      const code = isCertkeepError(error) ? error.code : 'unknown'
      const refused = createEvent(context, 'key-refused', { ...subject, at }, { purpose, code })
      await commitChange(context, { at, events: [refused] }, { signal })
      throw error
    },
  )
  // A sealer may take its time. What was deleted or replaced since, mostly because its key was lost, is not handed out any more.
  const latest = await store.get(namespace, id, { signal })
  if (latest?.fingerprint !== fingerprint) return undefined
  const at = context.clock.now()
  const read = createEvent(context, 'key-read', { ...subject, at }, { purpose, fingerprint })
  const outcome = await commitChange(context, { at, events: [read] }, { signal })
  if (outcome !== 'committed') throw registryError('CONFLICT', { id })
  const exportPrivateKeyPem = (): string => encodePem('PRIVATE KEY', privateKey.exportPkcs8())
  return Object.freeze({ id, name, version, fingerprint, certificatePem, chainPem, privateKey, exportPrivateKeyPem })
}

async function open(
  sealer: KeySealer,
  sealedKey: Uint8Array,
  sealContext: SealContext,
  signal: AbortSignal | undefined,
): Promise<PrivateKey> {
  const plaintext = await sealer.open(sealedKey, sealContext, { signal })
  try {
    return parsePrivateKey(plaintext)
  } finally {
    plaintext.fill(0)
  }
}
