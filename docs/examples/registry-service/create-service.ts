import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { createRegistry, isCertkeepError, type Registry, type RegistryOptions } from 'certkeep'
import { chooseLanguage } from './choose-language.ts'
import { readBody } from './read-body.ts'
import { repeat, type Wait } from './repeat.ts'
import { replyToError } from './reply-to-error.ts'
import { RequestError } from './request-error.ts'
import { ROUTES, type Reply, type Route } from './routes.ts'

/** Something worth a line in a log. Never holds anything of a request's body. */
export interface LogEntry {
  readonly event: 'request-failed' | 'check-failed' | 'delivery-failed' | 'work-failed'
  readonly [name: string]: string
}

/** What the service works with. */
export interface ServiceOptions {
  /** Store, roots, notifiers, sealer, clock, policy: all that `createRegistry` takes. */
  readonly registry: RegistryOptions
  /** Who sends a request; `undefined` is answered with 401. An id for the history, not a person's name. */
  readonly authenticate: (request: IncomingMessage) => string | undefined
  readonly log: (entry: LogEntry) => void
  /** How the timers wait. @defaultValue `setTimeout` */
  readonly wait?: Wait | undefined
  /** @defaultValue 300000, five minutes */
  readonly sweepEveryMs?: number | undefined
  /** @defaultValue 60000, a minute */
  readonly dispatchEveryMs?: number | undefined
  /** A key, a certificate and a chain take some kilobytes. @defaultValue 1048576 */
  readonly maxBodyBytes?: number | undefined
  /** How long a shutdown waits for what has begun. @defaultValue 10000 */
  readonly graceMs?: number | undefined
}

/** Where the service listens, and until when it runs. */
export interface ListenOptions {
  /** 0 for any that is free. */
  readonly port: number
  readonly host: string
  /** Ends the service: no new requests, no new runs of the timers; what has begun is ended first. */
  readonly signal: AbortSignal
}

/** A service that runs. */
export interface RunningService {
  readonly port: number
  /** Resolves once everything has ended after the signal was aborted. */
  readonly closed: Promise<void>
}

/** Makes a JSON API over a registry. Nothing runs before `listen`. */
export function createService(options: ServiceOptions): {
  readonly registry: Registry
  readonly listen: (options: ListenOptions) => Promise<RunningService>
} {
  const registry = createRegistry(options.registry)
  return {
    registry,
    listen: async ({ port, host, signal }) => {
      const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
        const reply = await replyTo(options, registry, request, response)
        // A connection that is kept for more would hold up the end.
        if (signal.aborted) response.shouldKeepAlive = false
        send(response, reply)
      }
      const server = createServer((request, response) => {
        void answer(request, response)
      })
      // Longest time for a whole request to arrive, so that slow senders do not hold connections.
      server.requestTimeout = 30_000
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject).listen(port, host, resolve)
      })
      const work = startTimers(options, registry, signal)
      const address = server.address()
      return {
        port: typeof address === 'object' && address !== null ? address.port : port,
        closed: Promise.all([closeAfter(server, signal, options.graceMs ?? 10_000), work]).then(() => undefined),
      }
    },
  }
}

/** Sweep and dispatch, each by a timer of its own. A shutdown ends both in the middle: leases and ledger make that safe. */
async function startTimers(options: ServiceOptions, registry: Registry, signal: AbortSignal): Promise<void> {
  const { log, sweepEveryMs = 300_000, dispatchEveryMs = 60_000 } = options
  const { wait = (ms: number, until: AbortSignal) => sleep(ms, undefined, { signal: until }) } = options
  const sweep = async (): Promise<void> => {
    const { failures } = await registry.sweep({ signal })
    for (const { id, error } of failures) log({ event: 'check-failed', id, reason: nameOf(error) })
  }
  const dispatch = async (): Promise<void> => {
    const { failures } = await registry.dispatch({ signal })
    for (const { key, outcome, reason } of failures) log({ event: 'delivery-failed', step: key.step, outcome, reason })
  }
  const onError = (error: unknown): void => log({ event: 'work-failed', reason: nameOf(error) })
  await Promise.all([
    repeat({ work: sweep, everyMs: sweepEveryMs, wait, signal, onError }),
    repeat({ work: dispatch, everyMs: dispatchEveryMs, wait, signal, onError }),
  ])
}

/** Ends a server once its signal is aborted: answers what has come in, and cuts off what takes too long. */
async function closeAfter(server: Server, signal: AbortSignal, graceMs: number): Promise<void> {
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
  const cutOff = setTimeout(() => server.closeAllConnections(), graceMs)
  await new Promise((resolve) => server.close(resolve))
  clearTimeout(cutOff)
}

/** What a request is answered with, whatever happens. */
async function replyTo(
  options: ServiceOptions,
  registry: Registry,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Reply> {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  try {
    return await handle(options, registry, request, gone.signal)
  } catch (error) {
    const reply = replyToError(error, chooseLanguage(request.headers['accept-language']))
    if (reply !== undefined) return reply
    if (!gone.signal.aborted) {
      options.log({ event: 'request-failed', method: request.method ?? '', reason: nameOf(error) })
    }
    return { status: 500, body: { error: { code: 'INTERNAL', message: 'something went wrong here' } } }
  }
}

async function handle(
  { authenticate, registry: { clock }, maxBodyBytes = 1_048_576 }: ServiceOptions,
  registry: Registry,
  request: IncomingMessage,
  signal: AbortSignal,
): Promise<Reply> {
  const actor = authenticate(request)
  if (actor === undefined) {
    throw new RequestError(401, 'UNAUTHENTICATED', 'the request does not say who sends it', {
      'www-authenticate': 'Bearer',
    })
  }
  const { route, params, query } = findRoute(request)
  const body = await readBody(request, maxBodyBytes)
  const viewing = {
    language: chooseLanguage(request.headers['accept-language']),
    at: clock === undefined ? new Date() : clock.now(),
  }
  return route.run({ registry, params, query, body, viewing, options: { actor, signal } })
}

function findRoute({ method = '', url = '' }: IncomingMessage): {
  readonly route: Route
  readonly params: readonly string[]
  readonly query: URLSearchParams
} {
  const [path = '', query] = url.split('?', 2)
  const found = ROUTES.flatMap((route) => {
    const params = matchPath(route.path, path)
    return params === undefined ? [] : [{ route, params }]
  })
  if (found.length === 0) throw new RequestError(404, 'NO_SUCH_PATH', 'there is nothing at this path')
  const match = found.find(({ route }) => route.method === method)
  if (match === undefined) {
    const allow = found.map(({ route }) => route.method).join(', ')
    throw new RequestError(405, 'NO_SUCH_METHOD', `the path takes ${allow}`, { allow })
  }
  return { route: match.route, params: match.params.map(decode), query: new URLSearchParams(query) }
}

/** The texts in the places of a pattern's words; `undefined` if the path is another. */
function matchPath(pattern: string, path: string): readonly string[] | undefined {
  const [wanted, given] = [pattern.split('/'), path.split('/')]
  const fits = (word: string, index: number): boolean =>
    word.startsWith(':') ? given[index] !== '' : given[index] === word
  if (wanted.length !== given.length || !wanted.every(fits)) return undefined
  return given.filter((_, index) => wanted[index]?.startsWith(':') === true)
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw new RequestError(400, 'BAD_PATH', 'the path is not encoded as it must be')
  }
}

function send(response: ServerResponse, { status, body, headers }: Reply): void {
  if (response.destroyed || response.headersSent) return
  const text = body === undefined ? undefined : JSON.stringify(body)
  response.writeHead(status, {
    ...(text === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  })
  response.end(text)
}

/** What a log may hold of an error: its code, or else its kind. A message can quote what it was about. */
function nameOf(error: unknown): string {
  if (isCertkeepError(error)) return error.code
  return error instanceof Error ? error.name : typeof error
}
