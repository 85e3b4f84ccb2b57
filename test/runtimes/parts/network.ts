import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { createGuardedFetcher, type GuardedFetcherOptions } from 'certkeep/node'
import type { Library } from '../library.ts'
import type { TestRun } from '../test-run.ts'

/** What the server of {@link testNetwork} answers, by path. */
const ANSWERS: Readonly<Record<string, RequestListener>> = {
  '/small': (_, response) => response.end('hello'),
  '/large': (_, response) => response.end('x'.repeat(10_000)),
  '/redirect': (_, response) => response.writeHead(302, { location: '/small' }).end(),
  '/redirect-home': (_, response) => response.writeHead(302, { location: 'http://localhost/' }).end(),
  '/compressed': (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('x'),
  '/cut-off': (_, response) => {
    response.writeHead(200, { 'content-length': 100 }).write('x', () => response.destroy())
  },
  '/silent': () => undefined,
}

const REFUSALS: readonly (readonly [path: string, code: string, reason: string])[] = [
  ['/large', 'ERR_FETCH_TOO_LARGE', 'too-large'],
  ['/redirect-home', 'ERR_FETCH_BLOCKED', 'host-local'],
  ['/compressed', 'ERR_FETCH_ENCODING', 'content-encoding'],
  ['/cut-off', 'ERR_FETCH_FAILED', 'cut-off'],
  ['/silent', 'ERR_FETCH_TIMEOUT', 'timeout-first-byte'],
  ['/nothing', 'ERR_FETCH_FAILED', 'status'],
]

/** For runtimes with Node's modules: what certkeep/node asks of their HTTP and TLS, where they go their own ways. */
export function testNetwork(t: TestRun, { testing }: Library): void {
  const fetchText = async (url: string, options: GuardedFetcherOptions): Promise<string> => {
    const fetcher = createGuardedFetcher({ lookup: () => Promise.resolve(['127.0.0.1']), ...options })
    return new TextDecoder().decode((await fetcher({ url, method: 'GET', maxBytes: 1000 })).body)
  }
  const answer: RequestListener = (request, response) => {
    const known = ANSWERS[request.url ?? '']
    if (known === undefined) response.writeHead(404).end()
    else known(request, response)
  }

  t.test('createGuardedFetcher() connects to the address that was checked, under the name of the host', async () => {
    await withServer(
      createServer((request, response) => response.end(request.headers.host)),
      async (port) => {
        const options = { ports: [port], dangerouslyAllowLoopback: true }
        t.equal(await fetchText(`http://ca.example.com:${port}/`, options), `ca.example.com:${port}`)
        t.equal(await fetchText(`http://ca.example.com:${port}/redirect`, options), `ca.example.com:${port}`)
      },
    )
  })

  t.test('createGuardedFetcher() makes no connection to an address that is not public', async () => {
    let connections = 0
    const server = createServer(answer).on('connection', () => (connections += 1))
    await withServer(server, async (port) => {
      const call = (): Promise<string> => fetchText(`http://ca.example.com:${port}/small`, { ports: [port] })
      await t.rejects(call, { code: 'ERR_FETCH_BLOCKED', detail: { reason: 'address-not-public' } })
      t.equal(connections, 0)
    })
  })

  t.test('createGuardedFetcher() follows a redirect, and gives up what it must', async () => {
    await withServer(createServer(answer), async (port) => {
      const options = { ports: [port], dangerouslyAllowLoopback: true, firstByteTimeoutMs: 200 }
      const get = (path: string): Promise<string> => fetchText(`http://ca.example.com:${port}${path}`, options)
      t.equal(await get('/redirect'), 'hello')
      for (const [path, code, reason] of REFUSALS) await t.rejects(() => get(path), { code, detail: { reason } })
    })
  })

  t.test('createGuardedFetcher() believes only a server whose certificate is right', async () => {
    // TLS goes by the clock of the machine.
    const root = await testing.createTestAuthority({ at: new Date() })
    const stranger = await testing.createTestAuthority({ at: new Date(), subject: 'Stranger' })
    const connect = async (
      issuer: typeof root,
      names: readonly string[],
      defects: readonly 'expired'[] = [],
    ): Promise<string> => {
      const { key, fullChainPem } = await issuer.leaf({ names, defects })
      const server = createSecureServer({ key: key.pkcs8, cert: fullChainPem }, (_, response) => response.end('hello'))
      return withServer(server, (port) => {
        const options = { ports: [port], dangerouslyAllowLoopback: true, httpsRoots: [root.pem] }
        return fetchText(`https://ca.example.com:${port}/`, options)
      })
    }
    const refusal = { code: 'ERR_FETCH_FAILED', detail: { reason: 'tls-failed' } }
    t.equal(await connect(root, ['ca.example.com']), 'hello')
    await t.rejects(() => connect(stranger, ['ca.example.com']), refusal)
    await t.rejects(() => connect(root, ['other.example.com']), refusal)
    await t.rejects(() => connect(root, ['ca.example.com'], ['expired']), refusal)
  })
}

/** Lets a server listen on the loopback interface while `work` is done. */
async function withServer<Result>(
  server: Server & { readonly closeAllConnections: () => void },
  work: (port: number) => Promise<Result>,
): Promise<Result> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    return await work((server.address() as AddressInfo).port)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}
