import { createProblem, type Problem } from '../problem/problem.ts'
import type { CertificateRecord } from './certificate-record.ts'
import type { PortOptions } from './port-options.ts'
import type { RegistryContext } from './registry-context.ts'

/** The other certificates with the same key, those that were never registered left out. */
export async function findKeySiblings(
  { store, namespace }: RegistryContext,
  publicKeySha256: string | null,
  ownId: string | undefined,
  options: PortOptions,
): Promise<readonly CertificateRecord[]> {
  if (publicKeySha256 === null) return []
  const found = await store.find(namespace, { publicKeySha256 }, options)
  return found.filter(({ id, status }) => id !== ownId && status !== 'registration-failed')
}

/** That others have the key is told where a certificate comes in, and stays with it. */
export function sharedKeyProblem(siblings: readonly CertificateRecord[]): Problem | undefined {
  const [first] = siblings
  if (first === undefined) return undefined
  return createProblem('key-shared', { name: first.name, count: siblings.length }, { field: 'privateKey' })
}

/**
 * That the key is known to others, because one of these was revoked for it; of a CA above it says nothing about this key. What was known
 * before stays, also when the other certificate is gone.
 */
export function compromisedKeyProblem(
  siblings: readonly CertificateRecord[],
  before: readonly Problem[],
): Problem | undefined {
  const known = before.find(({ code }) => code === 'key-compromised')
  if (known !== undefined) return known
  const lost = siblings.find(
    ({ revocation, fingerprint }) =>
      revocation?.reason === 'keyCompromise' && revocation.certificateSha256 === fingerprint,
  )
  if (lost === undefined || lost.fingerprint === null) return undefined
  const detail = { fingerprint: lost.fingerprint, revokedAt: lost.revocation?.revokedAt ?? null }
  return createProblem('key-compromised', detail, { field: 'privateKey' })
}
