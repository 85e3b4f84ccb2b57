import { createMemoryNotifier, createMemoryStore, type CertificateStore, type Fetcher } from '../../src/index.ts'
import { createTestAuthority, createTestClock, type TestAuthority, type TestClock } from '../../src/testing/index.ts'
import {
  createService,
  type LogEntry,
  type RunningService,
} from '../../docs/examples/registry-service/create-service.ts'
import type { Wait } from '../../docs/examples/registry-service/repeat.ts'

/** An answer, read. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: unknown
}

export interface Request {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** The example service on the loopback interface, with a CA whose CRLs it gets, and time that moves when told. */
export interface ServiceWorld {
  readonly clock: TestClock
  readonly root: TestAuthority
  readonly ca: TestAuthority
  readonly notifier: ReturnType<typeof createMemoryNotifier>
  readonly log: readonly LogEntry[]
  readonly running: RunningService
  readonly url: string
  readonly stop: AbortController
  /** Asks as somebody who may. Throws if any part of a private key is in the answer. */
  readonly ask: (method: string, path: string, request?: Request) => Promise<Answer>
  /** Lets the timers fire once, first that of the sweep and then that of the dispatch. */
  readonly work: () => Promise<void>
}

const SWEEP_MS = 300_000
const DISPATCH_MS = 60_000

export async function createServiceWorld({
  store = createMemoryStore(),
}: { readonly store?: CertificateStore } = {}): Promise<ServiceWorld> {
  const clock = createTestClock()
  const root = await createTestAuthority({ at: clock, issuedUrls: { crl: ['http://crl.example/root.crl'] } })
  const ca = await root.intermediate({ issuedUrls: { crl: ['http://crl.example/ca.crl'] } })
  const fetcher: Fetcher = async ({ url }) => {
    const { der } = await (url.endsWith('/root.crl') ? root : ca).crl()
    return { status: 200, body: der }
  }
  const notifier = createMemoryNotifier()
  const log: LogEntry[] = []
  const timers = createTimers()
  const service = createService({
    registry: { store, anchors: [root.pem], clock, fetcher, notifiers: [notifier] },
    authenticate: ({ headers }) => (headers.authorization === 'Bearer token' ? 'kim' : undefined),
    log: (entry) => log.push(entry),
    wait: timers.wait,
    sweepEveryMs: SWEEP_MS,
    dispatchEveryMs: DISPATCH_MS,
    maxBodyBytes: 20_000,
  })
  const stop = new AbortController()
  const running = await service.listen({ port: 0, host: '127.0.0.1', signal: stop.signal })
  await timers.idle(SWEEP_MS)
  await timers.idle(DISPATCH_MS)
  const url = `http://127.0.0.1:${String(running.port)}`
  return {
    clock,
    root,
    ca,
    notifier,
    log,
    running,
    url,
    stop,
    ask: async (method, path, { body, headers = {} } = {}) => {
      const json = body === undefined ? {} : { body: JSON.stringify(body) }
      const response = await fetch(url + path, {
        method,
        headers: { authorization: 'Bearer token', 'content-type': 'application/json', ...headers },
        ...json,
      })
      const text = await response.text()
      if (/PRIVATE KEY/.test(text)) throw new TypeError('there is a private key in the answer')
      return { status: response.status, headers: response.headers, text, body: text === '' ? undefined : parse(text) }
    },
    work: async () => {
      await timers.fire(SWEEP_MS)
      await timers.fire(DISPATCH_MS)
    },
  }
}

function parse(text: string): unknown {
  return JSON.parse(text)
}

/** Timers that fire when told, told apart by how long they wait. */
function createTimers(): {
  readonly wait: Wait
  /** Resolves once something waits for so long. */
  readonly idle: (ms: number) => Promise<void>
  /** Ends the wait, and resolves when what follows has been done and the next wait begins. */
  readonly fire: (ms: number) => Promise<void>
} {
  const waiting = new Map<number, () => void>()
  const watching = new Map<number, () => void>()
  const idle = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      if (waiting.has(ms)) resolve()
      else watching.set(ms, resolve)
    })
  return {
    idle,
    wait: (ms, signal) =>
      new Promise((resolve, reject) => {
        const fail = (): void => reject(new TypeError('stopped'))
        signal.addEventListener('abort', fail, { once: true })
        waiting.set(ms, () => {
          signal.removeEventListener('abort', fail)
          resolve()
        })
        watching.get(ms)?.()
        watching.delete(ms)
      }),
    fire: (ms) => {
      const resolve = waiting.get(ms)
      waiting.delete(ms)
      resolve?.()
      return idle(ms)
    },
  }
}
