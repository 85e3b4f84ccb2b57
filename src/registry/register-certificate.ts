import { assertBundle, type Bundle } from '../report/validate-bundle.ts'
import type { CertificateRecord } from './certificate-record.ts'
import { checkActor } from './change-record.ts'
import { dueAt } from './due-at.ts'
import { judgeRegistration, nameTakenProblem, type Judgement } from './judge-registration.ts'
import { nextAlertMs } from './plan-alerts.ts'
import { refuseForm } from './refuse-form.ts'
import type { ActorOptions, RegisterResult } from './registry.ts'
import { commitChange, createEvent, type RegistryContext } from './registry-context.ts'
import { registryError } from './registry-error.ts'
import { sealPrivateKey } from './seal-private-key.ts'

/** Validates a form and keeps it, or says what is wrong. See {@link Registry}. */
export async function registerCertificate(
  context: RegistryContext,
  bundle: Bundle,
  { actor, signal }: ActorOptions,
): Promise<RegisterResult> {
  assertBundle(bundle)
  checkActor(actor)
  signal?.throwIfAborted()
  const at = context.clock.now()
  const judgement = await judgeRegistration(context, { ...bundle, name: bundle.name ?? '' }, at, undefined, signal)
  const { sound } = judgement
  const id = context.createId()
  if (sound === undefined) return keepFailure(context, id, judgement, at, { actor, signal })
  const { publicKeySha256 } = judgement.certificate
  const sealedKey = await sealPrivateKey(context, sound.privateKey, { recordId: id, publicKeySha256 }, signal)
  const draft = {
    ...createRecord(context, id, judgement, at, actor),
    ...sound.assessment.fields,
    hasKey: sealedKey !== null,
  }
  const record = { ...draft, dueAt: dueAt(context, sound.assessment, nextAlertMs(context, draft, at)) }
  return write(context, record, sealedKey, { judgement, at, actor, signal })
}

interface Writing extends ActorOptions {
  readonly judgement: Judgement
  readonly at: Date
}

async function write(
  context: RegistryContext,
  record: CertificateRecord,
  sealedKey: Uint8Array | null,
  { judgement, at, actor, signal }: Writing,
): Promise<RegisterResult> {
  const { id, name, status, fingerprint } = record
  const event = createEvent(context, 'registered', { id, at, actor }, { name, status, fingerprint })
  const certificate = { kind: 'put', expectedVersion: 0, record, sealedKey } as const
  const outcome = await commitChange(context, { at, certificate, events: [event] }, { signal })
  if (outcome === 'name-taken') return refuseForm([...judgement.problems, nameTakenProblem(name)])
  if (outcome !== 'committed') throw registryError('CONFLICT', { id })
  return { ok: true, record }
}

/** Keeps an attempt that failed, where the policy says so and its name is free. */
async function keepFailure(
  context: RegistryContext,
  id: string,
  judgement: Judgement,
  at: Date,
  { actor, signal }: ActorOptions,
): Promise<RegisterResult> {
  const refused = refuseForm(judgement.problems)
  const { problems } = refused
  const isNamed = !problems.some(({ field, severity }) => field === 'name' && severity === 'error')
  if (!context.policy.keepFailed || !isNamed) return refused
  const record: CertificateRecord = {
    ...createRecord(context, id, judgement, at, actor),
    status: 'registration-failed',
    problems,
    checkedAt: at.toISOString(),
    expiresAt:
      judgement.certificate.info?.notAfter === undefined ? null : toInstant(judgement.certificate.info.notAfter),
  }
  const kept = await write(context, record, null, { judgement, at, actor, signal })
  return kept.ok ? { ...refused, record: kept.record } : kept
}

/** Certificates' own texts have no fractions of a second. */
function toInstant(text: string): string {
  return new Date(text).toISOString()
}

/** A record that nothing is known of but what was given. */
function createRecord(
  { namespace }: RegistryContext,
  id: string,
  { name, certificate }: Judgement,
  at: Date,
  actor: string | undefined,
): CertificateRecord {
  const now = at.toISOString()
  return {
    id,
    namespace,
    name,
    version: 1,
    status: 'registration-failed',
    usage: 'unused',
    problems: [],
    ...certificate,
    hasKey: false,
    attachments: [],
    registeredAt: now,
    registeredBy: actor ?? null,
    replacedAt: null,
    updatedAt: now,
    checkedAt: null,
    expiresAt: null,
    dueAt: null,
    alerts: { mutedUntil: null, plannedUntil: now, lastStep: null },
    revocation: null,
    previous: null,
  }
}
