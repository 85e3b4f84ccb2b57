import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { CertkeepError, createMemoryStore, type CertificateStore } from '../../src/index.ts'
import type { TestCertificate } from '../../src/testing/index.ts'
import { chooseLanguage } from '../../docs/examples/registry-service/choose-language.ts'
import { repeat } from '../../docs/examples/registry-service/repeat.ts'
import { createServiceWorld, type Answer, type ServiceWorld } from './service-world.ts'

const open: ServiceWorld[] = []

async function start(options?: { readonly store?: CertificateStore }): Promise<ServiceWorld> {
  const world = await createServiceWorld(options)
  open.push(world)
  return world
}

afterEach(async () => {
  for (const { stop, running } of open.splice(0)) {
    stop.abort()
    await running.closed
  }
})

function formOf({ key, pem, chainPem }: TestCertificate, name: string): Readonly<Record<string, string>> {
  return { name, privateKey: key.pkcs8, certificate: pem, chain: chainPem }
}

/** Registers a certificate and gives its id. */
async function add({ ask, ca }: ServiceWorld, name: string, names = ['www.example.com']): Promise<string> {
  const answer = await ask('POST', '/certificates', { body: formOf(await ca.leaf({ names, lifetimeDays: 90 }), name) })
  expect(answer.status, answer.text).toBe(201)
  return idOf(answer)
}

function idOf({ body }: Answer): string {
  if (typeof body !== 'object' || body === null || !('id' in body) || typeof body.id !== 'string') {
    throw new TypeError('the answer has no id')
  }
  return body.id
}

const LISTENER = '/attachments/load-balancer/listener/lb-1'

describe('the example service', () => {
  it('registers a sound bundle, and shows what a console shows of it in the language asked for', async () => {
    const { ask, ca } = await start()
    const leaf = await ca.leaf()
    const made = await ask('POST', '/certificates', { body: formOf(leaf, ' www ') })
    expect(made.status).toBe(201)
    const path = made.headers.get('location') ?? ''
    const shown = await ask('GET', path, { headers: { 'accept-language': 'ko-KR, en;q=0.5' } })
    expect(shown).toMatchObject({
      status: 200,
      body: {
        name: 'www',
        primaryDomain: 'www.example.com',
        status: 'valid',
        statusText: { label: '정상' },
        usageText: '미사용',
        daysLeft: Math.floor((leaf.certificate.notAfter.getTime() - ca.now().getTime()) / 86_400_000),
        fingerprint: leaf.certificate.fingerprint(),
        serialNumber: leaf.certificate.serialNumber,
        issuer: leaf.certificate.issuer.text,
        registeredAt: ca.now().toISOString(),
        hasKey: false,
      },
    })
  })

  it('refuses each bundle that a console refuses, says in which box and why, and keeps none', async () => {
    const { ask, root, ca } = await start()
    const leaf = await ca.leaf()
    const good = formOf(leaf, 'www')
    const expired = formOf(await ca.leaf({ defects: ['expired'] }), 'www')
    const lost = await ca.leaf()
    ca.revoke(lost)
    const cutOff = leaf.pem.slice(0, -100)
    const cases = [
      ['a', 'key-mismatch', 'privateKey', { ...good, privateKey: (await ca.leaf()).key.pkcs8 }],
      ['b', 'format', 'certificate', { ...good, certificate: cutOff }],
      ['c', 'not-current', 'certificate', expired],
      ['c', 'not-current', 'certificate', formOf(lost, 'www')],
      ['d', 'not-public', 'certificate', formOf(await root.selfSigned(), 'www')],
      ['e', 'encrypted-key', 'privateKey', { ...good, privateKey: await leaf.key.encrypted('secret') }],
      ['chain', 'incomplete-chain', 'chain', { ...good, chain: '' }],
      ['name', 'name', 'name', { ...good, name: ' ' }],
    ] as const
    const korean: unknown = expect.stringMatching(/[가-힣]/)
    for (const [error, kind, field, body] of cases) {
      const answer = await ask('POST', '/certificates', { body, headers: { 'accept-language': 'ko' } })
      expect(answer.status, error).toBe(422)
      expect(answer.body, error).toMatchObject({ problems: [{ kind, field, title: korean }] })
    }
    expect((await ask('GET', '/certificates')).body).toEqual({ items: [], cursor: null })
  })

  it('refuses a name that is taken', async () => {
    const world = await start()
    await add(world, 'www')
    const answer = await world.ask('POST', '/certificates', { body: formOf(await world.ca.leaf(), 'www') })
    expect(answer).toMatchObject({ status: 422, body: { problems: [{ code: 'name-taken', field: 'name' }] } })
  })

  it('lists by filters, page after page', async () => {
    const world = await start()
    const { ask } = world
    const ids = [
      await add(world, 'one'),
      await add(world, 'two', ['*.shop.example']),
      await add(world, 'three', ['www.shop.example']),
    ]
    await ask('PUT', `/certificates/${ids[0] ?? ''}${LISTENER}`)
    const list = async (query: string): Promise<unknown> => (await ask('GET', `/certificates?${query}`)).body
    const named = (...found: readonly string[]): object => ({ items: found.map((name) => ({ name })), cursor: null })
    expect(await list('domain=www.shop.example')).toMatchObject(named('three', 'two'))
    expect(await list('usage=in-use')).toMatchObject(named('one'))
    expect(await list('status=expired')).toEqual(named())
    expect(await list('search=TWO')).toMatchObject(named('two'))
    expect(await list('expiringBefore=2026-06-02T00:00:00Z')).toEqual(named())
    const first = await list('limit=2')
    expect(first).toMatchObject({ items: [{ name: 'three' }, { name: 'two' }] })
    const cursor = first instanceof Object && 'cursor' in first ? String(first.cursor) : ''
    expect(await list(`limit=2&cursor=${encodeURIComponent(cursor)}`)).toMatchObject(named('one'))
  })

  it('does not delete what a service uses, and says who does', async () => {
    const world = await start()
    const { ask } = world
    const path = `/certificates/${await add(world, 'www')}`
    const body = { hostnames: ['www.example.com'] }
    expect(await ask('PUT', path + LISTENER, { body })).toMatchObject({
      status: 200,
      body: { usage: 'in-use', attachments: [{ resourceId: 'lb-1', attachedBy: 'kim', ...body }] },
    })
    const resource = { service: 'load-balancer', resourceType: 'listener', resourceId: 'lb-1' }
    const message: unknown = expect.stringContaining('사용 중')
    expect(await ask('DELETE', path, { headers: { 'accept-language': 'ko' } })).toMatchObject({
      status: 409,
      body: {
        error: {
          code: 'ERR_REGISTRY_IN_USE',
          message,
          detail: { attachments: [resource] },
        },
      },
    })
    expect(await ask('PUT', path + LISTENER, { body: { hostnames: ['other.example'] } })).toMatchObject({
      status: 422,
      body: { error: { code: 'ERR_REGISTRY_NOT_COVERED', detail: { hostnames: ['other.example'] } } },
    })
    expect(await ask('DELETE', path + LISTENER)).toMatchObject({ status: 200, body: { usage: 'unused' } })
    expect(await ask('DELETE', path)).toMatchObject({ status: 200, body: { name: 'www', keyDestroyed: false } })
    expect((await ask('GET', path)).status).toBe(404)
    const history = await ask('GET', `${path}/history`)
    const types = ['registered', 'attached', 'detached', 'deleted']
    expect(history).toMatchObject({ status: 200, body: { items: types.map((type) => ({ type, actor: 'kim' })) } })
  })

  it('by its timers warns of expiry, and finds out about a revocation', async () => {
    const world = await start()
    const { ask, clock, ca, notifier, work } = world
    const contact = { name: 'Kim', email: 'kim@example.com', phone: '+82 10-1234-5678', locale: 'ko' }
    const { body } = await ask('POST', '/contacts', { body: contact })
    expect(body).toMatchObject({ channels: ['email', 'sms'], serviceNotifications: true })
    const leaf = await ca.leaf({ lifetimeDays: 90 })
    const path = `/certificates/${idOf(await ask('POST', '/certificates', { body: formOf(leaf, 'www') }))}`
    clock.advance({ days: 60 })
    await work()
    expect(notifier.delivered().map(({ channel }) => channel)).toEqual(['email', 'sms'])
    ca.revoke(leaf, { reason: 'keyCompromise' })
    clock.advance({ days: 1 })
    for (let run = 0; run < 8; run += 1) {
      clock.advance({ hours: 24 })
      await work()
    }
    expect(await ask('GET', path)).toMatchObject({
      body: { status: 'revoked', revocation: { reason: 'keyCompromise' } },
    })
    expect(notifier.delivered().some(({ alert }) => alert.kind === 'revoked')).toBe(true)
    expect(await ask('PUT', path + LISTENER)).toMatchObject({
      status: 409,
      body: { error: { code: 'ERR_REGISTRY_NOT_VALID', detail: { status: 'revoked' } } },
    })
    const replaced = await ask('PUT', path, { body: { ...formOf(await ca.leaf(), 'www'), name: undefined } })
    expect(replaced).toMatchObject({ status: 200, body: { name: 'www', status: 'valid' } })
  })

  it('checks at once where it is asked to', async () => {
    const world = await start()
    const { ask, clock } = world
    const path = `/certificates/${await add(world, 'www')}`
    clock.advance({ hours: 2 })
    const checked = await ask('POST', `${path}/refresh`)
    expect(checked).toMatchObject({ status: 200, body: { checkedAt: clock.now().toISOString() } })
  })

  it('mutes alerts about a certificate until an instant, and ends that', async () => {
    const world = await start()
    const { ask } = world
    const path = `/certificates/${await add(world, 'www')}/mute`
    const until = '2026-07-01T00:00:00.000Z'
    expect(await ask('PUT', path, { body: { until } })).toMatchObject({ status: 200, body: { mutedUntil: until } })
    expect(await ask('PUT', path, { body: {} })).toMatchObject({ status: 400, body: { error: { code: 'BAD_FIELD' } } })
    expect(await ask('PUT', path, { body: { until: null } })).toMatchObject({ status: 200, body: { mutedUntil: null } })
    expect((await ask('PUT', path, { body: { until: '2020-01-01T00:00:00Z' } })).status).toBe(400)
  })

  it('adds, changes, lists and removes contacts', async () => {
    const { ask } = await start()
    const made = await ask('POST', '/contacts', { body: { name: 'Lee', email: 'lee@example.com' } })
    const path = `/contacts/${idOf(made)}`
    const body = { serviceNotifications: false }
    expect(await ask('PATCH', path, { body })).toMatchObject({ status: 200, body: { name: 'Lee', ...body } })
    expect((await ask('GET', '/contacts')).body).toMatchObject({ items: [{ id: idOf(made), locale: 'en' }] })
    expect(await ask('DELETE', path)).toMatchObject({ status: 204, body: undefined })
    expect((await ask('DELETE', path)).status).toBe(404)
  })

  it.each([
    ['a contact without a name', 'POST', '/contacts', { email: 'a@example.com' }, 400, 'BAD_FIELD'],
    ['an address that is none', 'POST', '/contacts', { name: 'Lee', email: 'lee' }, 400, 'BAD_VALUE'],
    ['a language that is none', 'POST', '/contacts', { name: 'Lee', locale: 'xx' }, 400, 'BAD_FIELD'],
    ['channels that are no list', 'POST', '/contacts', { name: 'Lee', channels: 'sms' }, 400, 'BAD_FIELD'],
    ['a truth that is none', 'POST', '/contacts', { name: 'Lee', serviceNotifications: 1 }, 400, 'BAD_FIELD'],
    ['a bundle without a key', 'POST', '/certificates', { name: 'www', certificate: '' }, 400, 'BAD_FIELD'],
    ['a key that is no text', 'POST', '/certificates', { name: 'www', privateKey: [] }, 400, 'BAD_FIELD'],
    ['a list', 'POST', '/certificates', [], 400, 'BAD_BODY'],
    ['a text', 'POST', '/certificates', 'www', 400, 'BAD_BODY'],
    ['a status that is none', 'GET', '/certificates?status=bad', undefined, 400, 'BAD_FIELD'],
    ['an instant that is none', 'GET', '/certificates?expiringBefore=soon', undefined, 400, 'BAD_FIELD'],
    ['a limit that is none', 'GET', '/certificates?limit=all', undefined, 400, 'BAD_VALUE'],
    ['a cursor that never was one', 'GET', '/certificates?cursor=x', undefined, 400, 'BAD_VALUE'],
    ['a service name without end', 'PUT', `/certificates/x/attachments/${'s'.repeat(2000)}/t/i`, {}, 400, 'BAD_VALUE'],
    ['a path that is not encoded', 'GET', '/certificates/%E0%A4%A', undefined, 400, 'BAD_PATH'],
    ['a certificate that is not there', 'GET', '/certificates/nobody', undefined, 404, 'ERR_REGISTRY_NOT_FOUND'],
    ['a history that is not there', 'GET', '/certificates/nobody/history', undefined, 404, 'ERR_REGISTRY_NOT_FOUND'],
    ['an empty id', 'GET', '/certificates/', undefined, 404, 'NO_SUCH_PATH'],
    ['a path that is not there', 'GET', '/', undefined, 404, 'NO_SUCH_PATH'],
    ['a key, which no path gives out', 'GET', '/certificates/x/material', undefined, 404, 'NO_SUCH_PATH'],
  ])('answers %s with what is wrong', async (_, method, path, body, status, code) => {
    const { ask, log } = await start()
    expect(await ask(method, path, { body })).toMatchObject({ status, body: { error: { code } } })
    expect(log).toEqual([])
  })

  it('names the methods that a path takes', async () => {
    const { ask } = await start()
    const answer = await ask('POST', '/certificates/x')
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('GET, PUT, DELETE')
  })

  it('knows nobody without a token, whatever they ask', async () => {
    const { ask } = await start()
    for (const path of ['/certificates', '/nothing']) {
      const answer = await ask('GET', path, { headers: { authorization: 'Bearer other' } })
      expect(answer).toMatchObject({ status: 401, body: { error: { code: 'UNAUTHENTICATED' } } })
    }
  })

  it('neither repeats nor logs a body that is no JSON, since a key may be in it', async () => {
    const { url, ca, log } = await start()
    const form = JSON.stringify(formOf(await ca.leaf(), 'www'))
    const headers = { authorization: 'Bearer token', 'content-type': 'application/json' }
    const bodies = [form.slice(0, -1), `x${form}`, Buffer.from('{"name":"\u00ff"}', 'latin1'), form.slice(10)]
    for (const body of bodies) {
      const response = await fetch(`${url}/certificates`, { method: 'POST', headers, body })
      expect(response.status).toBe(400)
      const error = { code: 'BAD_JSON', message: 'the body must be JSON in UTF-8' }
      expect(await response.json()).toEqual({ error })
    }
    expect(log).toEqual([])
  })

  it('takes nothing but JSON', async () => {
    const { ask } = await start()
    const headers = { 'content-type': 'text/plain' }
    expect((await ask('POST', '/certificates', { body: {}, headers })).status).toBe(415)
  })

  it('refuses a body that is too large, however it comes, and serves others meanwhile', async () => {
    const { ask, url } = await start()
    const text = JSON.stringify({ name: 'x'.repeat(30_000) })
    const headers = { authorization: 'Bearer token', 'content-type': 'application/json' }
    const whole = await fetch(`${url}/certificates`, { method: 'POST', headers, body: text })
    const stream = new Blob([text]).stream()
    const parts = await fetch(`${url}/certificates`, {
      method: 'POST',
      headers,
      body: stream,
      duplex: 'half',
    } as object)
    for (const response of [whole, parts]) {
      expect(response.status).toBe(413)
      expect(response.headers.get('connection')).toBe('close')
    }
    expect((await ask('GET', '/certificates')).status).toBe(200)
  })

  it('cuts off a body that does not end', async () => {
    const { running } = await start()
    const socket = connect(running.port, '127.0.0.1')
    const head =
      'POST /certificates HTTP/1.1\r\nhost: x\r\nauthorization: Bearer token\r\ncontent-length: 999999999\r\n\r\n'
    socket.write(head)
    socket.on('error', () => undefined)
    const more = setInterval(() => socket.write(Buffer.alloc(16_000)), 1)
    socket.resume()
    // Not `once` of node:events, which rejects where what was written meanwhile meets a socket that is closed.
    await new Promise((resolve) => {
      socket.on('close', resolve)
    })
    clearInterval(more)
    expect(socket.bytesWritten).toBeLessThan(10_000_000)
  })

  it('tells nothing of what fails inside, and logs no more than its code', async () => {
    const inner = createMemoryStore()
    const failing: CertificateStore = {
      ...inner,
      list: () => Promise.reject(new CertkeepError('ERR_STORE_FAILED', 'postgres://user:secret@db')),
      claimDue: () => Promise.reject(new TypeError('postgres://user:secret@db')),
    }
    const { ask, log } = await start({ store: failing })
    const answer = await ask('GET', '/certificates')
    expect(answer).toMatchObject({ status: 500, body: { error: { code: 'INTERNAL' } } })
    expect(log).toEqual([
      { event: 'work-failed', reason: 'TypeError' },
      { event: 'request-failed', method: 'GET', reason: 'ERR_STORE_FAILED' },
    ])
    expect(answer.text + JSON.stringify(log)).not.toContain('secret')
  })

  it('on shutdown answers what has come in, then ends its timers and takes no more', async () => {
    const inner = createMemoryStore()
    let proceed = (): void => undefined
    let asked = (): void => undefined
    const isAsked = new Promise<void>((resolve) => (asked = resolve))
    const store: CertificateStore = {
      ...inner,
      list: async (...args) => {
        asked()
        await new Promise<void>((resolve) => (proceed = resolve))
        return inner.list(...args)
      },
    }
    const { ask, stop, running, url } = await start({ store })
    const waiting = ask('GET', '/certificates')
    await isAsked
    stop.abort()
    await expect(fetch(url)).rejects.toThrow()
    proceed()
    const answer = await waiting
    expect(answer.status).toBe(200)
    expect(answer.headers.get('connection')).toBe('close')
    await running.closed
  })
})

describe('repeat()', () => {
  it('waits from the end of one run to the next, so that two never run at once, and goes on after a failure', async () => {
    const told: string[] = []
    const stop = new AbortController()
    let runs = 0
    await repeat({
      work: async () => {
        told.push('begin')
        await Promise.resolve()
        told.push('end')
        runs += 1
        if (runs === 1) throw new TypeError('failed')
      },
      everyMs: 5,
      wait: (ms) => {
        told.push(`wait ${String(ms)}`)
        if (runs === 2) stop.abort()
        return Promise.resolve()
      },
      signal: stop.signal,
      onError: (error) => told.push(String(error)),
    })
    expect(told).toEqual(['begin', 'end', 'TypeError: failed', 'wait 5', 'begin', 'end', 'wait 5'])
  })
})

describe('chooseLanguage()', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['ko', 'ko'],
    ['ko-KR,ko;q=0.9,en-US;q=0.8', 'ko'],
    ['en-US,ko;q=0.9', 'en'],
    ['en;q=0.1, ko; q=0.2', 'ko'],
    ['fr, ko;q=0.1', 'ko'],
    ['ko;q=0', 'en'],
    ['kok', 'en'],
  ])('%s is %s', (header, language) => {
    expect(chooseLanguage(header)).toBe(language)
  })
})
