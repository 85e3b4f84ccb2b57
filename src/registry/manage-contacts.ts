import { checkActor, checkId } from './change-record.ts'
import type { ContactRecord, NotificationChannel } from './contact-record.ts'
import type { ActorOptions, ContactChanges, ContactInput } from './registry.ts'
import { commitChange, createEvent, type RegistryContext } from './registry-context.ts'
import { registryError } from './registry-error.ts'

/** As many as a certificate's record may lose against: see there. */
const MAX_ATTEMPTS = 100
const MAX_TEXT = 200

/** No blanks or control characters, which could begin another header of an e-mail; whether it exists, only sending tells. */
const EMAIL = /^[^\s@<>,;:"()[\]\\\p{C}]{1,64}@[^\s@<>,;:"()[\]\\\p{C}]{1,253}$/u

/** Controls, line breaks and halves of pairs, which no header can hold, and what turns the direction of the text behind it. */
const UNFIT = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u

/** As people write it, or E.164. */
const PHONE = /^\+?\d(?:[ ().-]?\d){4,19}$/

type ContactFields = Pick<ContactRecord, 'name' | 'email' | 'phone' | 'channels' | 'locale' | 'serviceNotifications'>

/** Adds somebody to be told. See {@link Registry}. */
export async function addContact(
  context: RegistryContext,
  input: ContactInput,
  { actor, signal }: ActorOptions,
): Promise<ContactRecord> {
  checkActor(actor)
  const { name, email = null, phone = null, locale = 'en', serviceNotifications = true } = input
  const reachable: NotificationChannel[] = []
  if (email !== null) reachable.push('email')
  if (phone !== null) reachable.push('sms')
  const { channels = reachable } = input
  const fields = readContact({ name, email, phone, channels, locale, serviceNotifications })
  const at = context.clock.now()
  const now = at.toISOString()
  const id = context.createId()
  const record = { id, namespace: context.namespace, version: 1, ...fields, createdAt: now, updatedAt: now }
  const event = createEvent(context, 'contact-added', { id, at, actor }, { channels: fields.channels })
  const contact = { kind: 'put', expectedVersion: 0, record } as const
  const outcome = await commitChange(context, { at, contact, events: [event] }, { signal })
  if (outcome !== 'committed') throw registryError('CONFLICT', { id })
  return record
}

/** Changes what is given of a contact. See {@link Registry}. */
export async function updateContact(
  context: RegistryContext,
  id: string,
  changes: ContactChanges,
  { actor, signal }: ActorOptions,
): Promise<ContactRecord> {
  checkActor(actor)
  return changeContact(context, id, signal, async (known) => {
    const { name = known.name, email = known.email, phone = known.phone, channels = known.channels } = changes
    const { locale = known.locale, serviceNotifications = known.serviceNotifications } = changes
    const fields = readContact({ name, email, phone, channels, locale, serviceNotifications })
    const at = context.clock.now()
    const record = { ...known, ...fields, version: known.version + 1, updatedAt: at.toISOString() }
    const changed = changedFields(known, record)
    if (changed.length === 0) return known
    const event = createEvent(context, 'contact-updated', { id, at, actor }, { changed })
    const contact = { kind: 'put', expectedVersion: known.version, record } as const
    const outcome = await commitChange(context, { at, contact, events: [event] }, { signal })
    return outcome === 'committed' ? record : undefined
  })
}

/** Removes a contact; what waits for it is dropped. See {@link Registry}. */
export async function removeContact(
  context: RegistryContext,
  id: string,
  { actor, signal }: ActorOptions,
): Promise<void> {
  checkActor(actor)
  await changeContact(context, id, signal, async (known) => {
    const at = context.clock.now()
    const event = createEvent(context, 'contact-removed', { id, at, actor }, {})
    const contact = { kind: 'remove', id, expectedVersion: known.version } as const
    const outcome = await commitChange(context, { at, contact, events: [event] }, { signal })
    return outcome === 'committed' ? known : undefined
  })
}

async function changeContact(
  { store, namespace }: RegistryContext,
  id: string,
  signal: AbortSignal | undefined,
  change: (known: ContactRecord) => Promise<ContactRecord | undefined>,
): Promise<ContactRecord> {
  checkId(id)
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const known = await store.getContact(namespace, id, { signal })
    if (known === undefined) throw registryError('NOT_FOUND', { id })
    const changed = await change(known)
    if (changed !== undefined) return changed
  }
  throw registryError('CONFLICT', { id })
}

/** @throws TypeError, RangeError naming what is wrong */
function readContact(fields: ContactFields): ContactFields {
  const { name, email, phone, locale, serviceNotifications } = fields
  const isName = typeof name === 'string' && name.trim() !== '' && name.length <= MAX_TEXT && !UNFIT.test(name)
  if (!isName) throw new RangeError(`"name" must be a text of 1 to ${MAX_TEXT} characters in one line`)
  if (email !== null && !(typeof email === 'string' && EMAIL.test(email))) {
    throw new RangeError('"email" must be an e-mail address')
  }
  if (phone !== null && !(typeof phone === 'string' && PHONE.test(phone))) {
    throw new RangeError('"phone" must be a telephone number')
  }
  if (!['en', 'ko'].includes(locale)) throw new RangeError('"locale" must be "en" or "ko"')
  if (typeof serviceNotifications !== 'boolean') throw new TypeError('"serviceNotifications" must be a boolean')
  if (!Array.isArray(fields.channels)) throw new TypeError('"channels" must be an array')
  const channels: readonly NotificationChannel[] = [...new Set<NotificationChannel>(fields.channels)]
  for (const channel of channels) {
    if (!['email', 'sms'].includes(channel)) throw new RangeError('"channels" may hold "email" and "sms"')
    if ((channel === 'email' ? email : phone) === null)
      throw new RangeError(`"channels" has ${channel}, which needs an address`)
  }
  return { name: name.trim(), email, phone, channels, locale, serviceNotifications }
}

const FIELDS = ['name', 'email', 'phone', 'channels', 'locale', 'serviceNotifications'] as const

/** The names of what is different; the values themselves are nobody's business in a history. */
function changedFields(known: ContactFields, next: ContactFields): readonly string[] {
  return FIELDS.filter((field) => JSON.stringify(known[field]) !== JSON.stringify(next[field]))
}
