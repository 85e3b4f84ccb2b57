import { connect } from 'node:net'
import { Worker } from 'node:worker_threads'
import { describe, expect, it, vi } from 'vitest'
import type { AddressLookup } from '../../../src/node/dns-lookup.ts'
import {
  closeLater,
  codeAndReasonOf,
  fetchGuarded,
  fetchWith,
  noLookup,
  startAnswer,
} from '../../support/guarded-fetch.ts'

describe('createGuardedFetcher() with URLs', () => {
  const BLOCKED: readonly (readonly [string, string])[] = [
    ['ldap://ca.example.com/cn=CA', 'scheme'],
    ['ldaps://ca.example.com/cn=CA', 'scheme'],
    ['ftp://ca.example.com/ca.crl', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['data:,x', 'scheme'],
    ['gopher://ca.example.com/1', 'scheme'],
    ['unix:/var/run/docker.sock', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['x-certkeep://ca.example.com/', 'scheme'],
    ['', 'url-malformed'],
    ['ca.crl', 'url-malformed'],
    ['//ca.example.com/ca.crl', 'url-malformed'],
    ['http://', 'url-malformed'],
    ['http://:80/', 'url-malformed'],
    ['http:///', 'url-malformed'],
    ['http://ca.example.com:99999/', 'url-malformed'],
    ['http://256.256.256.256/', 'url-malformed'],
    ['http://[fe80::1%25eth0]/', 'url-malformed'],
    ['http://ca exam.ple.com/', 'url-malformed'],
    ['http://user@ca.example.com/', 'userinfo'],
    ['http://:secret@ca.example.com/', 'userinfo'],
    ['http://ca.example.com:80@127.0.0.1/', 'userinfo'],
    ['http://localhost/', 'host-local'],
    ['http://LOCALHOST/', 'host-local'],
    ['http://metadata/', 'host-local'],
    ['http://www.localhost/', 'host-local'],
    ['http://localhost./', 'host-trailing-dot'],
    ['http://ca.example.com./', 'host-trailing-dot'],
    ['http://ca..example.com/', 'host-malformed'],
    ['http://.example.com/', 'host-malformed'],
    ['http://*.example.com/', 'host-malformed'],
    [`http://${'a'.repeat(64)}.example.com/`, 'host-malformed'],
    ['http://ca.example.com:8080/', 'port'],
    ['http://ca.example.com:22/', 'port'],
    ['http://ca.example.com:0/', 'port'],
    ['https://ca.example.com:8443/', 'port'],
    ['http://ca.example.com/\r\nHost: evil', 'url-control-character'],
    ['http://ca.example.com/\u0000', 'url-control-character'],
    ['http://ca.example.com/\u0085', 'url-control-character'],
    ['http://ca.exa\tmple.com/', 'url-control-character'],
    ['\nhttp://ca.example.com/', 'url-control-character'],
    [`http://ca.example.com/${'a'.repeat(2_048)}`, 'url-too-long'],
    // Within the limit as it is given, and past it when it is percent-encoded.
    [`http://ca.example.com/${'\u00e9'.repeat(1_000)}`, 'url-too-long'],
  ]

  it.each(BLOCKED)('refuses %j without resolving or connecting: %s', async (url, reason) => {
    const lookup = vi.fn(noLookup)
    expect(await codeAndReasonOf(fetchGuarded({ lookup }, url))).toBe(`ERR_FETCH_BLOCKED ${reason}`)
    expect(lookup).not.toHaveBeenCalled()
  })

  it.each([
    ['http://127.0.0.1/', 'as it is'],
    ['http://127.1/', 'short'],
    ['http://127.0.1/', 'short'],
    ['http://2130706433/', 'decimal'],
    ['http://0x7f000001/', 'hexadecimal'],
    ['http://0x7f.1/', 'hexadecimal and short'],
    ['http://0177.0.0.1/', 'octal'],
    ['http://017700000001/', 'octal'],
    ['http://127.0.0.1./', 'with a dot at the end'],
    ['http://\uff11\uff12\uff17.\uff10.\uff10.\uff11/', 'full-width digits'],
    ['http://127\u30020\u30020\u30021/', 'ideographic full stops'],
    ['http://\u2460\u2461\u2466.\u24ea.\u24ea.\u2460/', 'digits in circles'],
    ['http://%31%32%37.0.0.1/', 'percent-encoded'],
    ['http:\\\\127.0.0.1\\', 'backslashes'],
    ['http:127.0.0.1', 'no slashes'],
    ['http://[::1]/', 'IPv6'],
    ['http://[0:0:0:0:0:0:0:1]/', 'IPv6, written out'],
    ['http://[::ffff:127.0.0.1]/', 'IPv6, mapped'],
    ['http://[::127.0.0.1]/', 'IPv6, compatible'],
    ['http://[64:ff9b::7f00:1]/', 'NAT64'],
  ])('sees an address in every spelling: %s, %s', async (url) => {
    expect(await codeAndReasonOf(fetchGuarded({}, url))).toBe('ERR_FETCH_BLOCKED host-address')
    expect(await codeAndReasonOf(fetchGuarded({ onAddressLiteral: 'accept' }, url))).toBe(
      'ERR_FETCH_BLOCKED address-not-public',
    )
  })

  it('keeps to the ports for addresses too', async () => {
    expect(await codeAndReasonOf(fetchGuarded({ onAddressLiteral: 'accept' }, 'http://8.8.8.8:22/'))).toBe(
      'ERR_FETCH_BLOCKED port',
    )
  })

  it.each(['http://10.0.0.1/', 'http://[::ffff:7f00:1]/', 'http://[fd00::1]/', 'http://0.0.0.0/'])(
    'opens no more than loopback when loopback is open: %s',
    async (url) => {
      expect(await codeAndReasonOf(fetchWith({ onAddressLiteral: 'accept' }, url))).toBe(
        'ERR_FETCH_BLOCKED address-not-public',
      )
    },
  )
})

describe('createGuardedFetcher() with resolvers', () => {
  it.each([
    ['one address that is private', ['10.0.0.1']],
    ['a private address after a public one', ['8.8.8.8', '192.168.0.1']],
    ['a private address before a public one', ['192.168.0.1', '8.8.8.8']],
    ['a private address after many', [...new Array<string>(50).fill('8.8.8.8'), '169.254.169.254']],
    ['a loopback address of IPv6 beside a public one of IPv4', ['8.8.8.8', '::1']],
    ['a mapped address', ['::ffff:10.0.0.1']],
    ['NAT64 of a private address', ['64:ff9b::a00:1']],
    ['an address with a zone', ['fe80::1%eth0']],
    ['an address in another spelling', ['0177.0.0.1']],
    ['what is no address', ['localhost']],
  ])('refuses a host with %s', async (_what, addresses) => {
    const lookup = vi.fn<AddressLookup>(() => Promise.resolve(addresses))
    expect(await codeAndReasonOf(fetchGuarded({ lookup }, 'http://ca.example.com/ca.crl'))).toBe(
      'ERR_FETCH_BLOCKED address-not-public',
    )
    expect(lookup).toHaveBeenCalledExactlyOnceWith('ca.example.com', expect.anything())
  })

  it('connects to the address that was checked, and asks the resolver no second time', async () => {
    const server = await startAnswer(['content-length: 2'], 'ok')
    const answers = [['127.0.0.1'], ['10.0.0.1']]
    const lookup = vi.fn<AddressLookup>(() => Promise.resolve(answers.shift() ?? []))
    const url = `http://rebinding.example.com:${String(server.port)}/`
    const { body } = await fetchWith({ lookup, ports: [server.port] }, url)
    expect(new TextDecoder().decode(body)).toBe('ok')
    expect(lookup).toHaveBeenCalledTimes(1)
    expect(server.received[0]).toContain(`\r\nhost: rebinding.example.com:${String(server.port)}\r\n`)
  })

  it('checks a host anew at each redirect, when its name has come to mean another machine', async () => {
    const server = await startAnswer(['location: /again', 'content-length: 0'], '', '302 Found')
    const answers = [['127.0.0.1'], ['10.0.0.1']]
    const lookup = vi.fn<AddressLookup>(() => Promise.resolve(answers.shift() ?? []))
    const url = `http://rebinding.example.com:${String(server.port)}/`
    expect(await codeAndReasonOf(fetchWith({ lookup, ports: [server.port] }, url))).toBe(
      'ERR_FETCH_BLOCKED address-not-public',
    )
    expect(lookup).toHaveBeenCalledTimes(2)
    expect(server.received).toHaveLength(1)
  })

  it('tries the next address where nothing listens at the first', async () => {
    const server = await startAnswer(['content-length: 2'], 'ok')
    const lookup: AddressLookup = () => Promise.resolve(['127.0.0.2', '127.0.0.1'])
    const url = `http://ca.example.com:${String(server.port)}/`
    expect((await fetchWith({ lookup, ports: [server.port] }, url)).status).toBe(200)
  })

  it('does not give up an address that takes a second to connect to for one where nothing listens', async () => {
    const port = await startBusyServer()
    const lookup: AddressLookup = () => Promise.resolve(['127.0.0.1', '127.0.0.2'])
    const url = `http://ca.example.com:${String(port)}/`
    const { body } = await fetchWith({ lookup, ports: [port], connectTimeoutMs: 10_000 }, url)
    expect(new TextDecoder().decode(body)).toBe('ok')
  })

  it.each([
    ['no address', () => Promise.resolve([])],
    ['an error', () => Promise.reject(new Error('queryA ENOTFOUND ca.example.com'))],
    [
      'an error at once',
      () => {
        throw new Error('EAI_AGAIN')
      },
    ],
  ] satisfies readonly (readonly [string, AddressLookup])[])(
    'reports a resolver that gives %s',
    async (_what, lookup) => {
      expect(await codeAndReasonOf(fetchWith({ lookup }, 'http://ca.example.com/'))).toBe(
        'ERR_FETCH_FAILED not-resolved',
      )
    },
  )

  it('does not wait for a resolver that never answers, and tells it to stop', async () => {
    const signals: AbortSignal[] = []
    const lookup: AddressLookup = (_hostname, { signal }) => {
      signals.push(signal)
      return new Promise(() => undefined)
    }
    expect(await codeAndReasonOf(fetchWith({ lookup, connectTimeoutMs: 20 }, 'http://ca.example.com/'))).toBe(
      'ERR_FETCH_TIMEOUT timeout-resolve',
    )
    expect(signals.map(({ aborted }) => aborted)).toEqual([true])
  })

  it('refuses an address of its own operator', async () => {
    const lookup: AddressLookup = () => Promise.resolve(['8.8.8.8'])
    expect(await codeAndReasonOf(fetchWith({ lookup, refusedBlocks: ['8.8.8.0/24'] }, 'http://ca.example.com/'))).toBe(
      'ERR_FETCH_BLOCKED address-not-public',
    )
  })
})

/**
 * Starts a server that accepts nobody for half a second, with connections before its door: the kernel then drops who comes next,
 * and asks again on their behalf after a second.
 */
async function startBusyServer(): Promise<number> {
  const program = `
    const server = require('node:net').createServer((socket) => {
      socket.on('error', () => socket.destroy())
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\\r\\ncontent-length: 2\\r\\n\\r\\nok'))
    })
    server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
      require('node:worker_threads').parentPort.postMessage(server.address().port)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500)
    })`
  const worker = new Worker(program, { eval: true })
  closeLater(async () => {
    await worker.terminate()
  })
  const port = await new Promise<number>((resolve) => worker.once('message', resolve))
  const first = connect({ port, host: '127.0.0.1' })
  const waiting = [first, ...Array.from({ length: 3 }, () => connect({ port, host: '127.0.0.1' }))]
  closeLater(() => {
    for (const socket of waiting) socket.destroy()
    return Promise.resolve()
  })
  // The others have set out by then.
  await new Promise((resolve) => first.once('connect', resolve))
  return port
}
