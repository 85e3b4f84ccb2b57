import { inspect } from 'node:util'
import { describe, expect, it, vi } from 'vitest'
import { createGuardedFetcher, type GuardedFetcherOptions } from '../../../src/node/create-guarded-fetcher.ts'
import type { AddressLookup } from '../../../src/node/dns-lookup.ts'
import {
  authority,
  failureOf,
  fetchWith,
  startAnswer,
  startAuthority,
  startRaw,
  toLoopback,
} from '../../support/guarded-fetch.ts'
import { httpAnswer, type RawServer } from '../../support/raw-server.ts'

describe('createGuardedFetcher()', () => {
  it('fetches what a server publishes', async () => {
    const { caIssuersUrl, requests } = await startAuthority()
    const response = await fetchWith({}, caIssuersUrl)
    expect(response).toEqual({ status: 200, body: authority.der })
    expect(requests).toHaveLength(0)
  })

  it('sends only what it must, and nothing that names the caller', async () => {
    const server = await startAnswer(['content-length: 0'], '')
    await fetchWith({}, `${server.url}a%20b/c?d=e#f`)
    const host = `127.0.0.1:${String(server.port)}`
    expect(server.received[0]?.toLowerCase().split('\r\n').slice(0, -2).sort()).toEqual(
      [
        'get /a%20b/c?d=e http/1.1',
        `host: ${host}`,
        'user-agent: certkeep',
        'accept: */*',
        'accept-encoding: identity',
        'connection: close',
      ].sort(),
    )
  })

  it('posts a body with its type and length', async () => {
    const server = await startAnswer(['content-length: 2'], 'ok')
    const body = Uint8Array.of(0x31, 0x32, 0x33)
    const pending = fetchWith({}, server.url, { method: 'POST', contentType: 'application/ocsp-request', body })
    body.fill(0)
    expect(new TextDecoder().decode((await pending).body)).toBe('ok')
    const text = server.received[0]?.toLowerCase() ?? ''
    expect(text).toMatch(/^post \/ http\/1\.1\r\n/)
    expect(text).toContain('\r\ncontent-type: application/ocsp-request\r\n')
    expect(text).toContain('\r\ncontent-length: 3\r\n')
    expect(text.endsWith('\r\n\r\n123')).toBe(true)
  })

  it('does not follow the proxy of the environment', async () => {
    const proxy = await startAnswer(['content-length: 5'], 'proxy')
    const server = await startAnswer(['content-length: 6'], 'server')
    for (const name of ['http_proxy', 'HTTP_PROXY', 'ALL_PROXY']) vi.stubEnv(name, proxy.url)
    vi.stubEnv('NODE_USE_ENV_PROXY', '1')
    const { body } = await fetchWith({}, server.url)
    expect(new TextDecoder().decode(body)).toBe('server')
    expect(proxy.received).toEqual([])
  })

  it.each([
    [['cache-control: public, MAX-AGE=60'], 60],
    [['cache-control: max-age=60', 'age: 45'], 15],
    [['cache-control: max-age=60', 'age: 61'], 0],
    [['cache-control: max-age=60, no-store'], 0],
    [['cache-control: no-cache'], 0],
    [['cache-control: max-age=-1'], undefined],
    [['cache-control: s-maxage=60'], undefined],
    [[], undefined],
  ])('says for how long an answer may be kept: %j', async (fields, expected) => {
    const server = await startAnswer([...fields, 'content-length: 0'], '')
    expect((await fetchWith({}, server.url)).maxAgeSeconds).toBe(expected)
  })
})

describe('createGuardedFetcher() with many requests', () => {
  /** Answers only when told, and counts the requests that wait for their answers. */
  async function startPatient(): Promise<{
    readonly server: RawServer
    readonly peak: () => number
    readonly answerAll: () => void
  }> {
    const held: (() => void)[] = []
    let [waiting, peak, isOpen] = [0, 0, false]
    const server = await startRaw((socket) => {
      waiting += 1
      peak = Math.max(peak, waiting)
      const answer = (): void => {
        waiting -= 1
        socket.end(httpAnswer(['content-length: 0'], ''))
      }
      // Later, so that what comes in at the same time is counted.
      if (isOpen) setImmediate(answer)
      else held.push(answer)
    })
    return {
      server,
      peak: () => peak,
      answerAll: () => {
        isOpen = true
        for (const answer of held) answer()
      },
    }
  }

  it('asks a host no more often at a time than allowed, and every request gets its turn', async () => {
    const { server, peak, answerAll } = await startPatient()
    const fetcher = createGuardedFetcher({ dangerouslyAllowLoopback: true, maxConcurrentPerHost: 3 })
    const all = Array.from({ length: 200 }, async (_, index) =>
      fetcher({ url: `${server.url}${String(index)}`, method: 'GET', maxBytes: 10 }),
    )
    await vi.waitFor(() => {
      expect(peak()).toBe(3)
    })
    answerAll()
    await Promise.all(all)
    expect(peak()).toBe(3)
    expect(server.received).toHaveLength(200)
  })

  it('asks all hosts together no more often than allowed', async () => {
    const { server, peak, answerAll } = await startPatient()
    const fetcher = createGuardedFetcher({
      dangerouslyAllowLoopback: true,
      maxConcurrent: 2,
      lookup: toLoopback,
      ports: [server.port],
    })
    const all = Array.from({ length: 20 }, async (_, index) =>
      fetcher({ url: `http://ca${String(index)}.example.com:${String(server.port)}/`, method: 'GET', maxBytes: 10 }),
    )
    await vi.waitFor(() => {
      expect(peak()).toBe(2)
    })
    answerAll()
    await Promise.all(all)
    expect(peak()).toBe(2)
  })

  it('lets a slow host keep nobody from another', async () => {
    const slow = await startRaw(() => undefined)
    const fast = await startAnswer(['content-length: 0'], '')
    const fetcher = createGuardedFetcher({
      dangerouslyAllowLoopback: true,
      maxConcurrent: 5,
      maxConcurrentPerHost: 4,
      lookup: toLoopback,
      ports: [slow.port, fast.port],
    })
    const controller = new AbortController()
    const rest = { method: 'GET', maxBytes: 10 } as const
    const stuck = Array.from({ length: 50 }, async () =>
      fetcher({ url: `http://slow.example.com:${String(slow.port)}/`, ...rest, signal: controller.signal }),
    )
    const settled = Promise.allSettled(stuck)
    expect((await fetcher({ url: `http://fast.example.com:${String(fast.port)}/`, ...rest })).status).toBe(200)
    controller.abort()
    expect((await settled).every(({ status }) => status === 'rejected')).toBe(true)
  })

  it('makes room again after requests that failed or were aborted', async () => {
    const server = await startRaw((socket, index) => {
      if (index >= 3) socket.end(httpAnswer(['content-length: 0'], ''))
    })
    const fetcher = createGuardedFetcher({
      dangerouslyAllowLoopback: true,
      maxConcurrent: 1,
      maxConcurrentPerHost: 1,
      firstByteTimeoutMs: 30,
    })
    const rest = { url: server.url, method: 'GET', maxBytes: 10 } as const
    const signal = AbortSignal.timeout(10)
    const outcomes = await Promise.allSettled([
      fetcher(rest),
      fetcher({ ...rest, signal }),
      fetcher(rest),
      fetcher(rest),
      fetcher(rest),
      fetcher(rest),
    ])
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(2)
    expect((await fetcher(rest)).status).toBe(200)
  })
})

describe('createGuardedFetcher() with a signal', () => {
  const reason = new Error('no longer wanted')

  it('does nothing when it is aborted already', async () => {
    const server = await startAnswer(['content-length: 0'], '')
    const promise = fetchWith({}, server.url, { signal: AbortSignal.abort(reason) })
    await expect(promise).rejects.toBe(reason)
    expect(server.received).toEqual([])
  })

  it('breaks the connection, and rejects with the reason itself', async () => {
    const controller = new AbortController()
    const server = await startRaw((socket) => {
      socket.write(httpAnswer(['content-length: 100'], 'x'))
      controller.abort(reason)
    })
    await expect(fetchWith({}, server.url, { signal: controller.signal })).rejects.toBe(reason)
    await server.allClosed()
  })

  it('rejects while the name is resolved', async () => {
    const controller = new AbortController()
    const lookup: AddressLookup = () => {
      controller.abort(reason)
      return new Promise(() => undefined)
    }
    await expect(fetchWith({ lookup }, 'http://ca.example.com/', { signal: controller.signal })).rejects.toBe(reason)
  })

  it('listens to a signal once, for however many requests', async () => {
    const controller = new AbortController()
    const added = vi.spyOn(controller.signal, 'addEventListener')
    const server = await startRaw(() => undefined)
    const fetcher = createGuardedFetcher({ dangerouslyAllowLoopback: true })
    const request = { url: server.url, method: 'GET', maxBytes: 10, signal: controller.signal } as const
    const settled = Promise.allSettled(Array.from({ length: 30 }, async () => fetcher(request)))
    expect(added).toHaveBeenCalledTimes(1)
    controller.abort(reason)
    expect(await settled).toEqual(new Array(30).fill({ status: 'rejected', reason }))
  })

  it('takes leave of a signal that lives on', async () => {
    const server = await startAnswer(['content-length: 0'], '')
    const { signal } = new AbortController()
    const added = vi.spyOn(signal, 'addEventListener')
    const removed = vi.spyOn(signal, 'removeEventListener')
    await fetchWith({}, server.url, { signal })
    expect(added).toHaveBeenCalledTimes(1)
    expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(added.mock.calls.map(([, listener]) => listener))
  })
})

describe('errors of createGuardedFetcher()', () => {
  it('name the URL of the certificate, and neither addresses nor what a redirect or an answer said', async () => {
    const server = await startAnswer(
      ['location: http://inner.example.com/secret-path', 'x-secret: secret-header', 'content-length: 11'],
      'secret-body',
      '302 Secret-Phrase',
    )
    const answers = [['127.0.0.1'], ['10.11.12.13']]
    const lookup: AddressLookup = () => Promise.resolve(answers.shift() ?? [])
    const url = `http://ca.example.com:${String(server.port)}/ca.crl`
    const { error } = await failureOf(fetchWith({ lookup, ports: [server.port, 80] }, url))
    expect(error).toMatchObject({
      code: 'ERR_FETCH_BLOCKED',
      detail: { reason: 'address-not-public', url, redirects: 1 },
    })
    expect(error).not.toHaveProperty('cause')
    const text = inspect(error, { depth: Infinity, showHidden: true }) + JSON.stringify(error) + String(error)
    expect(text).not.toMatch(/10\.11\.12\.13|127\.0\.0\.1|inner\.example|secret/i)
  })

  it('say nothing of the address that refused a connection', async () => {
    const server = await startRaw(() => undefined)
    await server.close()
    const lookup: AddressLookup = () => Promise.resolve(['127.0.0.1', '127.0.0.2', '::1'])
    const url = `http://ca.example.com:${String(server.port)}/`
    const { error } = await failureOf(fetchWith({ lookup, ports: [server.port] }, url))
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toMatch(/127\.0|::1|ECONNREFUSED/)
  })

  it.each([0, 100_000])(
    'show what is unsafe in a URL as an escape, and no more than could be followed: %i',
    async (length) => {
      const url = `http://ca.example.com/\u001b[2J\u202e${'a'.repeat(length)}`
      const { error } = await failureOf(fetchWith({}, url))
      expect(error.message).toContain('http://ca.example.com/\\u{1b}[2J\\u{202e}')
      const text = inspect(error, { depth: Infinity, showHidden: true })
      expect(text).not.toContain('\u001b')
      expect(text).not.toContain('\u202e')
      expect(error.message.length).toBeLessThan(2_200)
    },
  )

  it.each<[unknown, ErrorConstructor]>([
    [{ connectTimeoutMs: 0 }, RangeError],
    [{ totalTimeoutMs: 2 ** 31 }, RangeError],
    [{ firstByteTimeoutMs: Number.NaN }, RangeError],
    [{ minBytesPerSecond: -1 }, RangeError],
    [{ maxRedirects: 21 }, RangeError],
    [{ maxConcurrent: 0 }, RangeError],
    [{ maxConcurrentPerHost: 1.5 }, RangeError],
    [{ ports: [0] }, RangeError],
    [{ ports: ['80'] }, RangeError],
    [{ refusedBlocks: ['10.0.0.0'] }, TypeError],
    [{ onAddressLiteral: 'maybe' }, TypeError],
    [{ lookup: 'dns' }, TypeError],
  ])('name an option that is out of range: %j', (options, kind) => {
    const [name = ''] = Object.keys(options as object)
    const act = (): unknown => createGuardedFetcher(options as GuardedFetcherOptions)
    expect(act).toThrow(kind)
    expect(act).toThrow(`"${name}"`)
  })

  it.each<[object, ErrorConstructor, string]>([
    [{ maxBytes: 0 }, RangeError, 'maxBytes'],
    [{ maxBytes: Infinity }, RangeError, 'maxBytes'],
    [{ method: 'PUT' }, TypeError, 'method'],
    [{ body: new Uint8Array(1) }, TypeError, 'body'],
    [{ method: 'POST', contentType: 'a/b\r\nx: y' }, TypeError, 'contentType'],
    [{ url: undefined }, TypeError, 'url'],
  ])('name what is wrong with a request: %j', async (rest, kind, name) => {
    const promise = fetchWith({}, 'http://ca.example.com/', rest)
    await expect(promise).rejects.toThrow(kind)
    await expect(promise).rejects.toThrow(`"${name}"`)
  })
})
