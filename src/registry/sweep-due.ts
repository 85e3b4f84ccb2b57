import type { CertificateRecord } from './certificate-record.ts'
import type { ClaimedRecord, Lease } from './certificate-store.ts'
import { changeRecord, checkActor } from './change-record.ts'
import { decideCheck, hastenSiblings, type CheckOutcome } from './check-record.ts'
import { recheckFuture } from './recheck-future.ts'
import type { ActorOptions, SweepProgress, SweepReport, WorkOptions } from './registry.ts'
import { commitChange, type RegistryContext } from './registry-context.ts'
import { workThrough } from './work-through.ts'

/** So many times somebody else may change a record while it is looked at; the sweep after this one looks again. */
const MAX_ATTEMPTS = 5

/** Checks one certificate now. See {@link Registry}. */
export async function refreshCertificate(
  context: RegistryContext,
  id: string,
  { actor, signal }: ActorOptions,
): Promise<CertificateRecord> {
  checkActor(actor)
  const { record, isChanged } = await changeRecord(context, id, signal, async (found) => {
    const { change, outcome } = await decideCheck(context, found, { actor, signal })
    return { change, result: outcome }
  })
  if (isChanged) await hastenSiblings(context, record, signal)
  return record
}

/** Checks what is due. See {@link Registry}. */
export async function sweepDue(context: RegistryContext, options: WorkOptions<SweepProgress>): Promise<SweepReport> {
  const { store, namespace, clock, worker, policy } = context
  const { signal } = options
  const report = { checked: 0, changed: 0, alerts: 0, skipped: 0 }
  const failures: SweepReport['failures'][number][] = []
  const startedAt = clock.now()
  if (context.leapWatch.isPutBack(startedAt)) await recheckFuture(context, startedAt, signal)
  // Not before: where that failed, the next sweep does it again.
  context.leapWatch.settle(startedAt)
  await workThrough<ClaimedRecord, SweepProgress>(options, {
    claim: (limit) =>
      store.claimDue({ at: clock.now(), limit, owner: worker, leaseMs: policy.leaseMs, namespace }, { signal }),
    work: async ({ record, lease }) => {
      try {
        const outcome = await checkUnderLease(context, record, lease, signal)
        report.checked += 1
        if (outcome === undefined) report.skipped += 1
        if (outcome?.isChanged === true) report.changed += 1
        if (outcome?.isAlerted === true) report.alerts += 1
      } catch (error) {
        signal?.throwIfAborted()
        failures.push({ id: record.id, error })
      }
    },
    progress: () => ({ checked: report.checked, failed: failures.length }),
  })
  return { ...report, failures }
}

/** What came of it; `undefined` if it is not this worker's any more. */
async function checkUnderLease(
  context: RegistryContext,
  claimed: CertificateRecord,
  lease: Lease,
  signal: AbortSignal | undefined,
): Promise<CheckOutcome | undefined> {
  let record: CertificateRecord | undefined = claimed
  for (let attempt = 0; attempt < MAX_ATTEMPTS && record !== undefined; attempt += 1) {
    const { change, outcome } = await decideCheck(context, record, { signal, lease })
    if (change === undefined) return outcome
    const result = await commitChange(context, change, { signal })
    if (result === 'committed') {
      if (outcome.isChanged) await hastenSiblings(context, outcome.record, signal)
      return outcome
    }
    const version: number = record.version
    record = await context.store.get(context.namespace, record.id, { signal })
    // The same version is still there, so it was the lease that had ended.
    if (record?.version === version) return undefined
  }
  return undefined
}
