import { coversHost, parseReferenceIdentity } from '../path/host-name.ts'
import { createProblem, type Problem } from '../problem/problem.ts'
import { assertBundle, type Bundle } from '../report/validate-bundle.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { Attachment, CertificateRecord } from './certificate-record.ts'
import { changeRecord, checkActor, nextVersion, readRecord, type Decision } from './change-record.ts'
import { dueAt } from './due-at.ts'
import { judgeRegistration, nameTakenProblem, type Judgement } from './judge-registration.ts'
import { nextAlertMs } from './plan-alerts.ts'
import { refuseForm } from './refuse-form.ts'
import type { ActorOptions, RegisterResult } from './registry.ts'
import { createEvent, type RegistryContext } from './registry-context.ts'
import { sealPrivateKey } from './seal-private-key.ts'

/** Puts another certificate in the place of one. See {@link Registry}. */
export async function replaceCertificate(
  context: RegistryContext,
  id: string,
  bundle: Bundle,
  { actor, signal }: ActorOptions,
): Promise<RegisterResult> {
  assertBundle(bundle)
  checkActor(actor)
  signal?.throwIfAborted()
  let judged: { readonly against: CertificateRecord; readonly judgement: Judgement } | undefined
  await readRecord(context, id, signal)
  return changeRecord(context, id, signal, async (record): Promise<Decision<RegisterResult>> => {
    const at = context.clock.now()
    // Judged once, unless what it is held against was replaced or looked at meanwhile, and may be revoked.
    if (judged === undefined || !areAlike(judged.against, record)) {
      const named = { ...bundle, name: bundle.name ?? record.name }
      const judgement = await judgeRegistration(context, named, at, record, signal)
      judged = { against: record, judgement }
    }
    const { judgement } = judged
    const uncovered = findUncovered(record.attachments, judgement.leaf)
    if (judgement.sound === undefined || uncovered.length > 0)
      return { result: refuseForm([...judgement.problems, ...uncovered]) }
    return replaceBy(context, record, judgement, judgement.sound, { at, actor, signal })
  })
}

async function replaceBy(
  context: RegistryContext,
  record: CertificateRecord,
  { name, certificate, problems }: Judgement,
  { assessment, privateKey }: NonNullable<Judgement['sound']>,
  { at, actor, signal }: ActorOptions & { readonly at: Date },
): Promise<Decision<RegisterResult>> {
  const { id } = record
  const { publicKeySha256, fingerprint } = certificate
  const sealedKey = await sealPrivateKey(context, privateKey, { recordId: id, publicKeySha256 }, signal)
  const now = at.toISOString()
  // What was told last of the same certificate still says which of its messages that wait are overtaken.
  const lastStep = fingerprint === record.fingerprint ? record.alerts.lastStep : null
  const draft = {
    ...record,
    ...certificate,
    ...assessment.fields,
    name,
    hasKey: sealedKey !== null,
    replacedAt: now,
    alerts: { mutedUntil: null, plannedUntil: now, lastStep },
  }
  const due = dueAt(context, assessment, nextAlertMs(context, draft, at))
  const write = nextVersion(draft, { dueAt: due }, at)
  const detail = { name, status: draft.status, fingerprint: fingerprint ?? '', previousFingerprint: record.fingerprint }
  return {
    change: {
      at,
      certificate: { ...write, sealedKey },
      events: [createEvent(context, 'replaced', { id, at, actor }, detail)],
    },
    result: { ok: true, record: write.record },
    nameTaken: refuseForm([...problems, nameTakenProblem(name)]),
  }
}

/** Whether a form is judged alike against both versions of a record: what attachments and mutes change makes no difference to it. */
function areAlike(a: CertificateRecord, b: CertificateRecord): boolean {
  return a.fingerprint === b.fingerprint && a.name === b.name && a.checkedAt === b.checkedAt
}

/** The host names that services need and the certificate does not cover. */
function findUncovered(attachments: readonly Attachment[], leaf: Certificate | undefined): readonly Problem[] {
  if (leaf === undefined) return []
  return attachments.flatMap(({ service, resourceType, resourceId, hostnames }) =>
    hostnames
      .filter((hostname) => !coversHost(leaf.subjectAltNames, parseReferenceIdentity(hostname)))
      .map((hostname) => {
        const detail = { hostname, service, resourceType, resourceId }
        return createProblem('attachment-not-covered', detail, { field: 'certificate' })
      }),
  )
}
