import type { ActorOptions, Bundle, CertificateRecord, ContactChanges, RegisterResult, Registry } from 'certkeep'
import {
  readBoolean,
  readInstant,
  readNullableText,
  readOptionalText,
  readText,
  readTexts,
  readWord,
  type Fields,
} from './read-body.ts'
import { RequestError } from './request-error.ts'
import { viewContact, viewDetail, viewEvent, viewProblems, viewSummary, type Viewing } from './views.ts'

/** A request whose route is known. */
export interface Call {
  readonly registry: Registry
  /** What stands in the place of each `:word` of the route, in order. */
  readonly params: readonly string[]
  readonly query: URLSearchParams
  readonly body: Fields
  readonly viewing: Viewing
  readonly options: ActorOptions
}

/** An answer; without `body` it has none. */
export interface Reply {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** What is done for a method and path. */
export interface Route {
  readonly method: string
  /** A segment that begins with a colon stands for any text. */
  readonly path: string
  readonly run: (call: Call) => Promise<Reply>
}

const STATUSES = ['valid', 'expired', 'revoked', 'registration-failed', 'unverifiable'] as const
const USAGES = ['in-use', 'unused'] as const
const CHANNELS = ['email', 'sms'] as const
const LANGUAGES = ['en', 'ko'] as const

/**
 * The whole API. No route gives out a private key: what ends TLS calls `registry.material` in a service of its own, which
 * nobody else can reach.
 */
export const ROUTES: readonly Route[] = [
  {
    method: 'POST',
    path: '/certificates',
    run: async (call) => {
      const result = await call.registry.register(readBundle(call.body, readText(call.body, 'name')), call.options)
      return replyTo(result, call, 201)
    },
  },
  { method: 'GET', path: '/certificates', run: list },
  {
    method: 'GET',
    path: '/certificates/:id',
    run: async ({ registry, params: [id = ''], viewing, options }) => {
      const record = await registry.get(id, options)
      if (record === undefined) throw notFound()
      return ok(viewDetail(record, viewing))
    },
  },
  {
    method: 'PUT',
    path: '/certificates/:id',
    run: async (call) => {
      const bundle = readBundle(call.body, readOptionalText(call.body, 'name'))
      return replyTo(await call.registry.replace(idOf(call), bundle, call.options), call, 200)
    },
  },
  {
    method: 'DELETE',
    path: '/certificates/:id',
    run: async (call) => ok(await call.registry.delete(idOf(call), call.options)),
  },
  {
    method: 'GET',
    path: '/certificates/:id/history',
    run: async (call) => {
      // Also of what was deleted; only what never was has none.
      const events = await call.registry.history(idOf(call), call.options)
      if (events.length === 0) throw notFound()
      return ok({ items: events.map(viewEvent) })
    },
  },
  {
    method: 'POST',
    path: '/certificates/:id/refresh',
    run: async (call) => show(call, await call.registry.refresh(idOf(call), call.options)),
  },
  {
    method: 'PUT',
    path: '/certificates/:id/mute',
    run: async (call) => {
      // Must be there: a field that was forgotten ends no mute.
      const instant = call.body.get('until') === null ? null : readInstant(readText(call.body, 'until'), 'until')
      return show(call, await call.registry.mute(idOf(call), instant, call.options))
    },
  },
  {
    method: 'PUT',
    path: '/certificates/:id/attachments/:service/:resourceType/:resourceId',
    run: async (call) => {
      const request = { ...resourceOf(call), hostnames: readTexts(call.body, 'hostnames') }
      return show(call, await call.registry.attach(idOf(call), request, call.options))
    },
  },
  {
    method: 'DELETE',
    path: '/certificates/:id/attachments/:service/:resourceType/:resourceId',
    run: async (call) => show(call, await call.registry.detach(idOf(call), resourceOf(call), call.options)),
  },
  {
    method: 'GET',
    path: '/contacts',
    run: async ({ registry, options }) => ok({ items: (await registry.listContacts(options)).map(viewContact) }),
  },
  {
    method: 'POST',
    path: '/contacts',
    run: async ({ registry, body, options }) => {
      const contact = await registry.addContact({ ...readContact(body), name: readText(body, 'name') }, options)
      return { status: 201, body: viewContact(contact) }
    },
  },
  {
    method: 'PATCH',
    path: '/contacts/:id',
    run: async (call) =>
      ok(viewContact(await call.registry.updateContact(idOf(call), readContact(call.body), call.options))),
  },
  {
    method: 'DELETE',
    path: '/contacts/:id',
    run: async (call) => {
      await call.registry.removeContact(idOf(call), call.options)
      return { status: 204 }
    },
  },
]

async function list({ registry, query, viewing, options: { signal } }: Call): Promise<Reply> {
  const given = (name: string): string | undefined => query.get(name) ?? undefined
  const [status, usage, before, limit] = ['status', 'usage', 'expiringBefore', 'limit'].map(given)
  const page = await registry.list({
    status: status === undefined ? undefined : readWord(status, 'status', STATUSES),
    usage: usage === undefined ? undefined : readWord(usage, 'usage', USAGES),
    domain: given('domain'),
    expiringBefore: before === undefined ? undefined : readInstant(before, 'expiringBefore'),
    search: given('search'),
    cursor: given('cursor'),
    limit: limit === undefined ? undefined : Number(limit),
    signal,
  })
  return ok({ items: page.items.map((record) => viewSummary(record, viewing)), cursor: page.cursor ?? null })
}

function readBundle(body: Fields, name: string | undefined): Bundle {
  const [privateKey, certificate] = [readText(body, 'privateKey'), readText(body, 'certificate')]
  return { name, privateKey, certificate, chain: readOptionalText(body, 'chain') }
}

function readContact(body: Fields): ContactChanges {
  const locale = readOptionalText(body, 'locale')
  return {
    name: readOptionalText(body, 'name'),
    email: readNullableText(body, 'email'),
    phone: readNullableText(body, 'phone'),
    channels: readTexts(body, 'channels')?.map((channel) => readWord(channel, 'channels', CHANNELS)),
    locale: locale === undefined ? undefined : readWord(locale, 'locale', LANGUAGES),
    serviceNotifications: readBoolean(body, 'serviceNotifications'),
  }
}

function idOf({ params: [id = ''] }: Call): string {
  return id
}

function resourceOf({ params: [, service = '', resourceType = '', resourceId = ''] }: Call): {
  readonly service: string
  readonly resourceType: string
  readonly resourceId: string
} {
  return { service, resourceType, resourceId }
}

/** A form that was refused is no error: it is answered with all that is wrong, box by box. */
function replyTo(result: RegisterResult, { viewing }: Call, status: number): Reply {
  if (!result.ok) return { status: 422, body: { problems: viewProblems(result.problems, viewing) } }
  const { record } = result
  return { status, body: viewDetail(record, viewing), headers: { location: `/certificates/${record.id}` } }
}

function show({ viewing }: Call, record: CertificateRecord): Reply {
  return ok(viewDetail(record, viewing))
}

function notFound(): RequestError {
  return new RequestError(404, 'ERR_REGISTRY_NOT_FOUND', 'nothing is registered under the id')
}

function ok(body: unknown): Reply {
  return { status: 200, body }
}
