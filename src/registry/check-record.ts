import type { Problem } from '../problem/problem.ts'
import { assessCertificate, type Assessment } from './assess-certificate.ts'
import type { CertificateRecord } from './certificate-record.ts'
import type { Lease } from './certificate-store.ts'
import { nextVersion } from './change-record.ts'
import { dueAt } from './due-at.ts'
import { compromisedKeyProblem, findKeySiblings } from './find-key-siblings.ts'
import { isOfForm } from './judge-registration.ts'
import { planAlerts, type AlertPlan } from './plan-alerts.ts'
import type { Inspection } from './registry-engine.ts'
import {
  commitChange,
  createEvent,
  type PendingEvent,
  type RegistryChange,
  type RegistryContext,
} from './registry-context.ts'

/** What a check came to. */
export interface CheckOutcome {
  /** The record as it is now. */
  readonly record: CertificateRecord
  readonly isChanged: boolean
  readonly isAlerted: boolean
}

/** A change that a check calls for. */
export interface CheckDecision {
  readonly change: RegistryChange | undefined
  readonly outcome: CheckOutcome
}

/** Looks at a certificate, and decides what its record becomes; nothing is written. */
export async function decideCheck(
  context: RegistryContext,
  record: CertificateRecord,
  {
    actor,
    signal,
    lease,
  }: { readonly actor?: string | undefined; readonly signal: AbortSignal | undefined; readonly lease?: Lease },
): Promise<CheckDecision> {
  const { id, certificatePem, chainPem } = record
  // A registration that failed has nothing to be looked at.
  if (certificatePem === null || record.previous === null) {
    return { change: undefined, outcome: { record, isChanged: false, isAlerted: false } }
  }
  const at = context.clock.now()
  const inspection = await context.engine.inspect({ id, certificatePem, chainPem }, at, signal)
  const siblings = await findKeySiblings(context, record.publicKeySha256, id, { signal })
  const compromised = compromisedKeyProblem(siblings, record.problems)
  const assessment = assess(context, record, inspection, at, compromised)
  const isNewlyRevoked = assessment.fields.status === 'revoked' && isNews(record, assessment)
  const assessed = { ...record, ...assessment.fields }
  const { daysLeft } = assessment.report
  const plan = await planAlerts(context, assessed, { at, daysLeft, isNewlyRevoked }, { signal })
  const changes = { ...assessment.fields, alerts: plan.alerts, dueAt: dueAt(context, assessment, plan.nextMs) }
  const certificate = nextVersion(record, changes, at)
  const isChanged = record.status !== assessment.fields.status
  return {
    change: {
      certificate: lease === undefined ? certificate : { ...certificate, lease },
      messages: plan.messages,
      events: eventsOf(context, record, assessment, plan, compromised, actor),
    },
    outcome: { record: certificate.record, isChanged, isAlerted: plan.messages.length > 0 },
  }
}

function assess(
  { policy }: RegistryContext,
  record: CertificateRecord,
  inspection: Inspection,
  at: Date,
  compromised: Problem | undefined,
): Assessment {
  const ofForm = record.problems.filter((problem) => isOfForm(problem) && problem.code !== 'key-compromised')
  // A warning here: the issuer of this certificate has not revoked it.
  const otherProblems: readonly Problem[] =
    compromised === undefined ? ofForm : [...ofForm, { ...compromised, severity: 'warning' }]
  return assessCertificate(inspection, at, { policy, before: record, otherProblems })
}

function isNews({ revocation }: CertificateRecord, { fields }: Assessment): boolean {
  return revocation === null || revocation.seenAt !== fields.revocation?.seenAt
}

function eventsOf(
  context: RegistryContext,
  before: CertificateRecord,
  { at, fields, evidence }: Assessment,
  { due, messages }: AlertPlan,
  compromised: Problem | undefined,
  actor: string | undefined,
): readonly PendingEvent[] {
  const subject = { id: before.id, at, actor }
  const events: PendingEvent[] = []
  if (before.status !== fields.status) {
    events.push(createEvent(context, 'status-changed', subject, { from: before.status, to: fields.status, evidence }))
  }
  const isKnown = before.problems.some(({ code }) => code === 'key-compromised')
  if (compromised?.code === 'key-compromised' && !isKnown) {
    const { fingerprint, revokedAt } = compromised.detail
    events.push(createEvent(context, 'key-compromised', subject, { fingerprint, revokedAt }))
  }
  if (due !== undefined) {
    const detail = { step: messages[0]?.key.step ?? due.step, kind: due.kind, messages: messages.length }
    events.push(createEvent(context, 'alert-planned', subject, detail))
  }
  return events
}

/**
 * Has the other certificates with a key looked at soon, once one of them was revoked for its loss. They find out by themselves whenever they
 * are looked at next, so that it is no harm if this comes to nothing.
 */
export async function hastenSiblings(
  context: RegistryContext,
  { id, fingerprint, publicKeySha256, revocation }: CertificateRecord,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (revocation?.reason !== 'keyCompromise' || revocation.certificateSha256 !== fingerprint) return
  for (const sibling of await findKeySiblings(context, publicKeySha256, id, { signal })) {
    if (sibling.problems.some(({ code }) => code === 'key-compromised')) continue
    const at = context.clock.now()
    await commitChange(context, { at, certificate: nextVersion(sibling, { dueAt: at.toISOString() }, at) }, { signal })
  }
}
