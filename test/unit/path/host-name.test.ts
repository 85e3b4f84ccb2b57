import { describe, expect, it } from 'vitest'
import { coversHost, parseDnsName, parseIpAddress, parseReferenceIdentity } from '../../../src/path/host-name.ts'
import { createTestAuthority, type TestGeneralName } from '../../../src/testing/index.ts'
import { judge, verdict } from './judge.ts'

const root = await createTestAuthority({ seed: 'host-name' })

async function covers(name: TestGeneralName, hostname: string): Promise<boolean> {
  const { certificate } = await root.leaf({ names: [name], subject: 'x' })
  return coversHost(certificate.subjectAltNames, parseReferenceIdentity(hostname))
}

/** An alternative name, the host, and whether it is covered (RFC 9525 section 6). */
const DNS: readonly (readonly [name: string, host: string, covered: boolean])[] = [
  ['example.com', 'example.com', true],
  ['example.com', 'EXAMPLE.com', true],
  ['Example.COM', 'example.com', true],
  ['example.com', 'example.com.', true],
  ['example.com', 'www.example.com', false],
  ['www.example.com', 'example.com', false],
  ['localhost', 'localhost', true],
  ['_dmarc.example.com', '_dmarc.example.com', true],
  ['xn--bcher-kva.example', 'xn--bcher-kva.example', true],
  ['example.com', '.example.com', false],
  ['example.com', 'example..com', false],
  ['example.com', '', false],
  ['example.com', ' example.com', false],
  ['example.com', 'example.com\u0000.evil.example', false],
  // Non-ASCII, among it what has the lower case of an ASCII letter.
  ['kelvin.example', '\u212Aelvin.example', false],
  ['example.com', 'ex\u0430mple.com', false],
  ['buecher.example', 'b\u00FCcher.example', false],
  // A label that decodes to ASCII (RUSTSEC-2024-0421).
  ['xn--example-.com', 'xn--example-.com', false],
  ['-a.example.com', '-a.example.com', false],
  // Wildcards: one whole label, the left-most, with two after it.
  ['*.example.com', 'www.example.com', true],
  ['*.EXAMPLE.com', 'WWW.example.COM', true],
  ['*.example.com', 'example.com', false],
  ['*.example.com', 'a.b.example.com', false],
  ['*.example.com', '.example.com', false],
  ['*.example.com', '*.example.com', false],
  ['*.example.com', 'xn--bcher-kva.example.com', true],
  ['*.com', 'example.com', false],
  ['*.localhost', 'a.localhost', false],
  ['*', 'localhost', false],
  ['*.', 'localhost', false],
  ['*.*.example.com', 'a.b.example.com', false],
  ['a.*.example.com', 'a.b.example.com', false],
  ['f*.example.com', 'foo.example.com', false],
  ['*f.example.com', 'oof.example.com', false],
  ['xn--*.example.com', 'xn--bcher-kva.example.com', false],
  ['**.example.com', 'a.example.com', false],
  // Texts that are addresses to somebody.
  ['10.0.0.1', '10.0.0.1', false],
  ['*.0.0.1', '10.0.0.1', false],
  ['0x7f.1', '0x7f.1', false],
  ['2130706433', '2130706433', false],
  ['010.0.0.1', '010.0.0.1', false],
  ['a.0x7f', 'a.0x7f', false],
  ['a.0X', 'a.0X', false],
  ['127.0.0.1.', '127.0.0.1.', false],
  ['1.example', '1.example', true],
]

/** An iPAddress, the host, and whether it is covered. */
const IP: readonly (readonly [name: string, host: string, covered: boolean])[] = [
  ['10.0.0.1', '10.0.0.1', true],
  ['10.0.0.1', '10.0.0.2', false],
  ['10.0.0.1', '10.0.1', false],
  ['10.0.0.1', '010.0.0.1', false],
  ['10.0.0.1', '10.0.0.01', false],
  ['10.0.0.1', '0xa.0.0.1', false],
  ['10.0.0.1', '167772161', false],
  ['10.0.0.1', '10.0.0.1.', false],
  ['10.0.0.1', '[10.0.0.1]', false],
  ['10.0.0.1', '10.0.0.1/32', false],
  ['10.0.0.1', '::ffff:10.0.0.1', false],
  ['10.0.0.1', '\uFF11\uFF10.0.0.1', false],
  ['1.2.3.4', '1.2.3.260', false],
  ['2001:db8::1', '2001:db8::1', true],
  ['2001:db8::1', '[2001:db8::1]', true],
  ['2001:db8::1', '2001:DB8:0:0:0:0:0:1', true],
  ['2001:db8::1', '2001:0db8:0000:0000:0000:0000:0000:0001', true],
  ['2001:db8::1', '2001:db8::0.0.0.1', true],
  ['::ffff:a00:1', '::ffff:10.0.0.1', true],
  ['2001:db8::1', '2001:db8::1%eth0', false],
  ['2001:db8::1', '[2001:db8::1%25eth0]', false],
  ['2001:db8::1', '2001:db8::00001', false],
  ['2001:db8::1', '2001:db8:::1', false],
  ['2001:db8::1', '2001::db8::1', false],
  ['2001:db8::1', '2001:db8:0:0:0:0:0:0:1', false],
  ['2001:db8::1', '[2001:db8::1', false],
  ['2001:db8::1', '2001:db8::1]', false],
]

describe('a host', () => {
  it.each(DNS)('with the dNSName %j: %j is covered: %s', async (name, host, covered) => {
    expect(await covers({ dns: name }, host)).toBe(covered)
  })

  it.each(IP)('with the iPAddress %j: %j is covered: %s', async (name, host, covered) => {
    expect(await covers({ ip: name }, host)).toBe(covered)
  })

  it('is covered by no other kind of name', async () => {
    const names: readonly TestGeneralName[] = [
      { uri: 'https://example.com/' },
      { email: 'me@example.com' },
      { email: 'example.com' },
      { uri: 'example.com' },
      { directory: 'example.com' },
      { otherName: { oid: '1.3.6.1.5.5.7.8.7', utf8: '_https.example.com' } },
      { ip: Uint8Array.from('example.com', (letter) => letter.charCodeAt(0)) },
    ]
    for (const name of names) expect(await covers(name, 'example.com')).toBe(false)
    expect(await covers({ dns: '10.0.0.1' }, '10.0.0.1')).toBe(false)
    expect(await covers({ ip: Uint8Array.of(10, 0, 0, 1, 255, 255, 255, 255) }, '10.0.0.1')).toBe(false)
  })

  it('never has its address read but as the WHATWG URL standard reads it, or not at all', () => {
    const texts = [
      '10.0.0.1',
      '1.2.3',
      '0x1.2.3.4',
      '::1',
      '1::',
      '::1.2.3.4',
      '1:2:3:4:5:6:7::',
      '::2:3:4:5:6:7:8',
      ':::',
    ]
    for (const text of texts) {
      const octets = parseIpAddress(text)
      if (octets === undefined) continue
      const { hostname } = new URL(`http://${text.includes(':') ? `[${text}]` : text}/`)
      expect(parseIpAddress(hostname)).toEqual(octets)
    }
    expect(texts.filter((text) => parseIpAddress(text) !== undefined)).toHaveLength(6)
  })

  it('has 253 octets at most, in labels of 63', () => {
    const label = 'a'.repeat(63)
    expect(parseDnsName(`${label}.example`)).toHaveLength(2)
    expect(parseDnsName(`a${label}.example`)).toBeUndefined()
    const longest = `${`${label}.`.repeat(3)}${'b'.repeat(61)}`
    expect(longest).toHaveLength(253)
    expect(parseDnsName(longest)).toHaveLength(4)
    expect(parseDnsName(`${longest}b`)).toBeUndefined()
  })
})

describe('buildChain() with a hostname', () => {
  it('names the host and the first few names that are covered', async () => {
    const names = ['a.example', 'b.example', 'me@example.com', '10.0.0.1', 'c.example', 'd.example', 'e.example']
    const report = await judge(await root.leaf({ names }), { hostname: 'www.example.com' })
    expect(report.ok).toBe(false)
    expect(report.chain).toHaveLength(2)
    expect(report.problems).toEqual([
      {
        code: 'hostname-mismatch',
        kind: 'unusable',
        severity: 'error',
        certificate: 0,
        detail: { hostname: 'www.example.com', names: 'a.example, b.example, 10.0.0.1, c.example, d.example, …' },
      },
    ])
  })

  it('never counts the common name, whatever the alternative names are (CVE-2026-42012)', async () => {
    const subject = 'www.example.com'
    const options = { hostname: subject, profile: 'rfc5280' } as const
    for (const names of [[], ['https://www.example.com/'], ['me@www.example.com'], ['other.example']]) {
      expect(await verdict(await root.leaf({ subject, names }), options)).toBe('hostname-mismatch')
    }
    expect(await verdict(await root.leaf({ subject, defects: ['missing-san'] }), options)).toBe('hostname-mismatch')
  })

  it('tells no more than a host name of a name that is none', async () => {
    const report = await judge(await root.leaf({ names: [{ dns: 'a'.repeat(100_000) }] }), { hostname: 'a.example' })
    expect(JSON.stringify(report.problems).length).toBeLessThan(1000)
  })

  it('of many labels costs little for many names (CVE-2026-27145)', async () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `${'a.'.repeat(40)}n${String(index)}.example.com`)
    const leaf = await root.leaf({ names, subject: 'x' })
    const start = performance.now()
    expect(await verdict(leaf, { hostname: `${'a.'.repeat(40)}nope.example.com` })).toBe('hostname-mismatch')
    expect(performance.now() - start).toBeLessThan(1000)
  })
})
