import type { CertificateRecord } from './certificate-record.ts'
import type { CommitResult } from './certificate-store.ts'
import { checkText } from './check-text.ts'
import { commitChange, type RegistryChange, type RegistryContext } from './registry-context.ts'
import { registryError } from './registry-error.ts'

/**
 * So many times somebody else may come first. Each time one of them gets on, so that this many calls for one certificate at
 * once all come to an end.
 */
const MAX_ATTEMPTS = 100

/** What is to become of a record: a change and what is answered when it is written, or an answer alone. */
export interface Decision<Result> {
  readonly change?: RegistryChange | undefined
  readonly result: Result
  /** What is answered where another certificate has the name. Without it that is a conflict like any other. */
  readonly nameTaken?: Result | undefined
}

/** Reads a record, has it decided what becomes of it, and writes that; begins anew as often as somebody else comes first. */
export async function changeRecord<Result>(
  context: RegistryContext,
  id: string,
  signal: AbortSignal | undefined,
  decide: (record: CertificateRecord) => Decision<Result> | Promise<Decision<Result>>,
): Promise<Result> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    signal?.throwIfAborted()
    const record = await readRecord(context, id, signal)
    const { change, result, nameTaken } = await decide(record)
    if (change === undefined) return result
    const outcome: CommitResult = await commitChange(context, change, { signal })
    if (outcome === 'committed') return result
    if (outcome === 'name-taken' && nameTaken !== undefined) return nameTaken
  }
  throw registryError('CONFLICT', { id })
}

/** @throws CertkeepError `ERR_REGISTRY_NOT_FOUND` */
export async function readRecord(
  { namespace, store }: RegistryContext,
  id: string,
  signal: AbortSignal | undefined,
): Promise<CertificateRecord> {
  checkId(id)
  const record = await store.get(namespace, id, { signal })
  if (record === undefined) throw registryError('NOT_FOUND', { id })
  return record
}

/** The next version of a record, with what changes in it. */
export function nextVersion(
  record: CertificateRecord,
  changes: Partial<CertificateRecord>,
  at: Date,
): { readonly kind: 'put'; readonly expectedVersion: number; readonly record: CertificateRecord } {
  const { version } = record
  const next = { ...record, ...changes, version: version + 1, updatedAt: at.toISOString() }
  return { kind: 'put', expectedVersion: version, record: next }
}

/** @throws TypeError, RangeError for what can be no id */
export function checkId(id: unknown): void {
  checkText(id, 'id')
}

/** @throws TypeError, RangeError for an actor that is not a text that can be stored */
export function checkActor(actor: unknown): void {
  if (actor !== undefined) checkText(actor, 'actor')
}
