/**
 * Runs the service: `API_TOKEN=… npx tsx main.ts`.
 *
 * | variable | what it is |
 * |---|---|
 * | `API_TOKEN` | what callers send as `Authorization: Bearer …` |
 * | `PORT`, `HOST` | 8080 and 127.0.0.1 where not given |
 * | `ROOTS_FILE` | PEM of the roots to trust; those of the system where not given |
 * | `SEALING_KEY` | 32 random bytes in base64, from your secret store; without it no private keys are kept |
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { aesGcmSealer, createMemoryStore, createTrustStore, parsePem, type Certificate, type Notifier } from 'certkeep'
import { createGuardedFetcher, createNodeVerifier, systemRoots } from 'certkeep/node'
import { createService } from './create-service.ts'

const { API_TOKEN: token = '', PORT: port = '8080', HOST: host = '127.0.0.1', ROOTS_FILE, SEALING_KEY } = process.env
if (token === '') throw new TypeError('API_TOKEN must be set')

const roots = ROOTS_FILE === undefined ? systemRoots().anchors : readRoots(await readFile(ROOTS_FILE))

/** In the place of a mail service and an SMS service. Addresses stay out of the log. */
const printer: Notifier = {
  channels: ['email', 'sms'],
  send: async ({ channel, subject }) => {
    console.log(JSON.stringify({ event: 'alert', channel, subject }))
    return Promise.resolve({ outcome: 'delivered' })
  },
}

const service = createService({
  registry: {
    // Forgets everything when the process ends: a durable store belongs here.
    store: createMemoryStore(),
    anchors: createTrustStore(roots),
    notifiers: [printer],
    fetcher: createGuardedFetcher(),
    verifier: createNodeVerifier(),
    sealer:
      SEALING_KEY === undefined ? undefined : aesGcmSealer([{ id: 'key-1', key: Buffer.from(SEALING_KEY, 'base64') }]),
    policy: { deliverAt: { timeZone: 'Asia/Seoul', hour: 9 } },
  },
  authenticate: (request) => (hasToken(request) ? 'api' : undefined),
  log: (entry) => {
    console.error(JSON.stringify(entry))
  },
})

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())

const running = await service.listen({ port: Number(port), host, signal: stop.signal })
console.log(JSON.stringify({ event: 'listening', port: running.port }))
await running.closed

/** All of the file or nothing: who left one root out would not notice. */
function readRoots(file: Uint8Array): readonly Certificate[] {
  const { ok, certificates } = parsePem(file, { expect: 'chain' })
  if (!ok) throw new TypeError('ROOTS_FILE holds something that cannot be read as a certificate')
  return certificates
}

/** Compares digests, so that the time it takes tells nothing. */
function hasToken({ headers: { authorization = '' } }: IncomingMessage): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(authorization), digest(`Bearer ${token}`))
}
