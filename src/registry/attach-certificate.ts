import { coversHost, parseReferenceIdentity } from '../path/host-name.ts'
import { parseCertificate } from '../x509/parse-certificate.ts'
import type { Attachment, CertificateRecord } from './certificate-record.ts'
import { changeRecord, checkActor, nextVersion } from './change-record.ts'
import { checkText } from './check-text.ts'
import { hasExpired } from './has-expired.ts'
import type { ActorOptions, AttachRequest, ServiceResource } from './registry.ts'
import { createEvent, type RegistryContext } from './registry-context.ts'
import { registryError } from './registry-error.ts'

/** More than a certificate can be worth to one service, and few enough for a record. */
const MAX_HOSTNAMES = 1000

/** Says that a service uses a certificate. See {@link Registry}. */
export async function attachCertificate(
  context: RegistryContext,
  id: string,
  request: AttachRequest,
  { actor, signal }: ActorOptions,
): Promise<CertificateRecord> {
  const resource = readResource(request)
  const hostnames = readHostnames(request.hostnames)
  checkActor(actor)
  return changeRecord(context, id, signal, (record) => {
    const at = context.clock.now()
    const known = record.attachments.find((attachment) => isSame(attachment, resource))
    if (known !== undefined && (hostnames === undefined || areEqual(known.hostnames, hostnames)))
      return { result: record }
    if (known === undefined) assertValid(record, at)
    const needed = hostnames ?? []
    assertCovered(record, needed)
    const attachment: Attachment =
      known === undefined
        ? { ...resource, hostnames: needed, attachedAt: at.toISOString(), attachedBy: actor ?? null }
        : { ...known, hostnames: needed }
    const attachments = [...record.attachments.filter((other) => other !== known), attachment]
    const certificate = nextVersion(record, { attachments, usage: 'in-use' }, at)
    const event = createEvent(context, 'attached', { id, at, actor }, { ...resource, hostnames: needed })
    return { change: { at, certificate, events: [event] }, result: certificate.record }
  })
}

/** Says that a service no longer uses a certificate. See {@link Registry}. */
export async function detachCertificate(
  context: RegistryContext,
  id: string,
  request: ServiceResource,
  { actor, signal }: ActorOptions,
): Promise<CertificateRecord> {
  const resource = readResource(request)
  checkActor(actor)
  return changeRecord(context, id, signal, (record) => {
    const at = context.clock.now()
    const known = record.attachments.find((attachment) => isSame(attachment, resource))
    if (known === undefined) return { result: record }
    const attachments = record.attachments.filter((other) => other !== known)
    const usage = attachments.length > 0 ? 'in-use' : 'unused'
    const certificate = nextVersion(record, { attachments, usage }, at)
    const event = createEvent(context, 'detached', { id, at, actor }, { ...resource, hostnames: known.hostnames })
    return { change: { at, certificate, events: [event] }, result: certificate.record }
  })
}

function isSame(attachment: ServiceResource, { service, resourceType, resourceId }: ServiceResource): boolean {
  return (
    attachment.service === service && attachment.resourceType === resourceType && attachment.resourceId === resourceId
  )
}

/** By what is known and by its date, which may have passed since the last sweep. */
function assertValid(record: CertificateRecord, at: Date): void {
  const { id, status } = record
  if (status !== 'valid') throw registryError('NOT_VALID', { id, status })
  if (hasExpired(record, at)) throw registryError('NOT_VALID', { id, status: 'expired' })
}

function assertCovered({ id, certificatePem }: CertificateRecord, hostnames: readonly string[]): void {
  if (hostnames.length === 0) return
  const names = certificatePem === null ? [] : parseCertificate(certificatePem).subjectAltNames
  const uncovered = hostnames.filter((hostname) => !coversHost(names, parseReferenceIdentity(hostname)))
  if (uncovered.length > 0) throw registryError('NOT_COVERED', { id, hostnames: uncovered })
}

function readResource({ service, resourceType, resourceId }: ServiceResource): ServiceResource {
  for (const [name, value] of Object.entries({ service, resourceType, resourceId })) {
    checkText(value, name)
  }
  return { service, resourceType, resourceId }
}

function readHostnames(hostnames: AttachRequest['hostnames']): readonly string[] | undefined {
  if (hostnames === undefined) return undefined
  if (!Array.isArray(hostnames)) throw new TypeError('"hostnames" must be an array')
  if (hostnames.length > MAX_HOSTNAMES) throw new RangeError(`"hostnames" must have at most ${MAX_HOSTNAMES} names`)
  const lower = hostnames.map((hostname: unknown) => {
    const isHost = typeof hostname === 'string' && parseReferenceIdentity(hostname).kind !== 'unusable'
    if (!isHost) throw new RangeError('"hostnames" must hold DNS names in ASCII and addresses')
    return hostname.toLowerCase()
  })
  return [...new Set(lower)]
}

function areEqual(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value) => b.includes(value))
}
