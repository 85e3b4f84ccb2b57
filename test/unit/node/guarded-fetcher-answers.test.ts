import { describe, expect, it } from 'vitest'
import type { ServerFault } from '../../../src/testing/serve-authority.ts'
import {
  authority,
  codeAndReasonOf,
  failureOf,
  fetchWith,
  startAnswer,
  startAuthority,
  startRaw,
  toLoopback,
} from '../../support/guarded-fetch.ts'
import { httpAnswer, type startRawServer } from '../../support/raw-server.ts'

describe('createGuardedFetcher() with sizes', () => {
  it('takes exactly as many bytes as are allowed', async () => {
    const { caIssuersUrl } = await startAuthority()
    expect((await fetchWith({}, caIssuersUrl, { maxBytes: authority.der.length })).body).toEqual(authority.der)
  })

  it('refuses one byte more', async () => {
    const { caIssuersUrl } = await startAuthority()
    expect(await codeAndReasonOf(fetchWith({}, caIssuersUrl, { maxBytes: authority.der.length - 1 }))).toBe(
      'ERR_FETCH_TOO_LARGE too-large',
    )
  })

  it('breaks off a body that never ends', async () => {
    const { caIssuersUrl } = await startAuthority({ kind: 'endless' })
    expect(await codeAndReasonOf(fetchWith({}, caIssuersUrl))).toBe('ERR_FETCH_TOO_LARGE too-large')
  })

  it('keeps a body in one piece, in however many pieces it came', async () => {
    const pieces = 30_000
    const server = await startRaw((socket) =>
      socket.end(httpAnswer(['transfer-encoding: chunked'], `${'1\r\nx\r\n'.repeat(pieces)}0\r\n\r\n`)),
    )
    const { body } = await fetchWith({}, server.url)
    expect(body).toEqual(new Uint8Array(pieces).fill('x'.charCodeAt(0)))
    expect(body.buffer.byteLength).toBe(pieces)
  })

  it('takes a promised length for neither a reason to refuse nor to wait', async () => {
    const { caIssuersUrl } = await startAuthority({ kind: 'content-length', length: 999_999_999 })
    expect(await codeAndReasonOf(fetchWith({}, caIssuersUrl))).toBe('ERR_FETCH_FAILED cut-off')
  })

  it('refuses a body that goes on past its promised length', async () => {
    const server = await startAnswer(['content-length: 10'], 'x'.repeat(20))
    expect(await codeAndReasonOf(fetchWith({}, server.url))).toBe('ERR_FETCH_FAILED not-http')
  })

  it('reports a body that was cut off', async () => {
    const { caIssuersUrl } = await startAuthority({ kind: 'cut-off' })
    expect(await codeAndReasonOf(fetchWith({}, caIssuersUrl))).toBe('ERR_FETCH_FAILED cut-off')
  })

  it('reports a body in chunks that was cut off', async () => {
    const server = await startAnswer(['transfer-encoding: chunked'], '5\r\nhello\r\n')
    expect(await codeAndReasonOf(fetchWith({}, server.url))).toBe('ERR_FETCH_FAILED cut-off')
  })

  it.each<ServerFault>([{ kind: 'gzip' }, { kind: 'gzip-bomb', bytes: 50_000_000 }])(
    'refuses what is compressed, without looking inside: $kind',
    async (fault) => {
      const { caIssuersUrl } = await startAuthority(fault)
      expect(await codeAndReasonOf(fetchWith({}, caIssuersUrl))).toBe('ERR_FETCH_ENCODING content-encoding')
    },
  )

  it.each(['br', 'identity, gzip', 'x-unknown', ''])('refuses the content encoding %j', async (encoding) => {
    const server = await startAnswer([`content-encoding: ${encoding}`, 'content-length: 2'], 'ok')
    expect(await codeAndReasonOf(fetchWith({}, server.url))).toBe('ERR_FETCH_ENCODING content-encoding')
  })

  it('takes an answer that says that it is not encoded', async () => {
    const server = await startAnswer(['content-encoding: Identity', 'content-length: 2'], 'ok')
    expect((await fetchWith({}, server.url)).status).toBe(200)
  })

  it('refuses a transfer encoding that compresses', async () => {
    const server = await startAnswer(['transfer-encoding: gzip, chunked'], '2\r\nok\r\n0\r\n\r\n')
    expect(await codeAndReasonOf(fetchWith({}, server.url))).toBe('ERR_FETCH_ENCODING transfer-encoding')
  })
})

describe('createGuardedFetcher() with slow and broken servers', () => {
  it('reports a host where nothing listens', async () => {
    const server = await startRaw(() => undefined)
    await server.close()
    const url = `http://ca.example.com:${String(server.port)}/`
    expect(await codeAndReasonOf(fetchWith({ lookup: toLoopback, ports: [server.port] }, url))).toBe(
      'ERR_FETCH_FAILED connection-failed',
    )
  })

  it('gives up on a server that never answers', async () => {
    const server = await startAuthority({ kind: 'silent' })
    expect(await codeAndReasonOf(fetchWith({ firstByteTimeoutMs: 30 }, server.caIssuersUrl))).toBe(
      'ERR_FETCH_TIMEOUT timeout-first-byte',
    )
  })

  it('gives up on a server that answers late', async () => {
    const { caIssuersUrl } = await startAuthority({ kind: 'slow', delayMs: 10_000 })
    expect(await codeAndReasonOf(fetchWith({ firstByteTimeoutMs: 30 }, caIssuersUrl))).toBe(
      'ERR_FETCH_TIMEOUT timeout-first-byte',
    )
  })

  /** Writes a piece every few milliseconds until the connection ends. */
  function drip(pieces: (index: number) => string): Parameters<typeof startRawServer>[0] {
    return (socket) => {
      let index = 0
      const timer = setInterval(() => socket.write(pieces(index++)), 5)
      socket.on('close', () => {
        clearInterval(timer)
      })
    }
  }

  it('gives up on a header that comes letter by letter', async () => {
    const server = await startRaw(drip((index) => (index === 0 ? 'HTTP/1.1 200 OK\r\nx: ' : 'a')))
    expect(await codeAndReasonOf(fetchWith({ firstByteTimeoutMs: 60 }, server.url))).toBe(
      'ERR_FETCH_TIMEOUT timeout-first-byte',
    )
    await server.allClosed()
  })

  it('gives up on interim answers without end', async () => {
    const server = await startRaw(drip(() => 'HTTP/1.1 100 Continue\r\n\r\n'))
    expect(await codeAndReasonOf(fetchWith({ firstByteTimeoutMs: 60 }, server.url))).toBe(
      'ERR_FETCH_TIMEOUT timeout-first-byte',
    )
  })

  it('gives up on a body that comes octet by octet', async () => {
    const { caIssuersUrl } = await startAuthority({ kind: 'trickle', intervalMs: 5 })
    const options = { rateWindowMs: 60, minBytesPerSecond: 10_000 }
    expect(await codeAndReasonOf(fetchWith(options, caIssuersUrl))).toBe('ERR_FETCH_TIMEOUT too-slow')
  })

  it('gives up on a body that begins fast and then stops', async () => {
    const server = await startRaw((socket) => socket.write(httpAnswer(['content-length: 200000'], 'x'.repeat(100_000))))
    const options = { rateWindowMs: 60, minBytesPerSecond: 1_000 }
    expect(await codeAndReasonOf(fetchWith(options, server.url))).toBe('ERR_FETCH_TIMEOUT too-slow')
    await server.allClosed()
  })

  it('takes a slow body where no rate is demanded', async () => {
    const server = await startRaw((socket) => {
      socket.write(httpAnswer(['content-length: 2'], 'o'))
      setTimeout(() => socket.end('k'), 40)
    })
    const { body } = await fetchWith({ rateWindowMs: 5, minBytesPerSecond: 0 }, server.url)
    expect(new TextDecoder().decode(body)).toBe('ok')
  })

  it('gives up on the whole when its time is up, though each step is in time', async () => {
    const server = await startRaw(drip((index) => (index === 0 ? httpAnswer([], 'x') : 'x'.repeat(1_000))))
    expect(await codeAndReasonOf(fetchWith({ totalTimeoutMs: 100 }, server.url, { maxBytes: 100_000_000 }))).toBe(
      'ERR_FETCH_TIMEOUT timeout-total',
    )
    await server.allClosed()
  })

  it('counts redirects into the time of the whole', async () => {
    const server = await startRaw((socket) => {
      setTimeout(() => socket.end(httpAnswer(['location: /', 'content-length: 0'], '', '302 Found')), 40)
    })
    expect(await codeAndReasonOf(fetchWith({ totalTimeoutMs: 100, maxRedirects: 20 }, server.url))).toBe(
      'ERR_FETCH_TIMEOUT timeout-total',
    )
  })

  it.each([201, 204, 206, 304, 401, 404, 500, 503])('takes no answer with status %i', async (status) => {
    const { caIssuersUrl } = await startAuthority({ kind: 'status', status })
    const { code, error } = await failureOf(fetchWith({}, caIssuersUrl))
    expect(code).toBe('ERR_FETCH_FAILED')
    expect(error).toMatchObject({ detail: { reason: 'status', status } })
  })

  it('reports a connection that ends without an answer', async () => {
    const { caIssuersUrl } = await startAuthority({ kind: 'reset' })
    expect(await codeAndReasonOf(fetchWith({}, caIssuersUrl))).toBe('ERR_FETCH_FAILED no-answer')
  })

  it.each([
    ['what is not HTTP', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['a header past its limit', `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`],
    ['lengths that contradict each other', httpAnswer(['content-length: 2', 'content-length: 3'], 'abc')],
    ['a length beside chunks', httpAnswer(['content-length: 2', 'transfer-encoding: chunked'], '0\r\n\r\n')],
  ])('reports %s', async (_what, answer) => {
    const server = await startRaw((socket) => socket.end(answer))
    expect(await codeAndReasonOf(fetchWith({}, server.url))).toBe('ERR_FETCH_FAILED not-http')
  })

  it('survives a server that changes the protocol unasked', async () => {
    const server = await startRaw((socket) =>
      socket.write(httpAnswer(['connection: upgrade', 'upgrade: x'], '', '101 Switching Protocols')),
    )
    expect((await failureOf(fetchWith({}, server.url))).code).toBe('ERR_FETCH_FAILED')
  })
})
