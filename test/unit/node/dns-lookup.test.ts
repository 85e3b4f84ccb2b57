import { createSocket } from 'node:dgram'
import { afterEach, describe, expect, it } from 'vitest'
import { createDnsLookup } from '../../../src/node/dns-lookup.ts'

type Family = 'A' | 'AAAA'

/** Addresses as octets, no such name, or no answer at all. */
type Zone = Readonly<Record<Family, readonly Uint8Array[] | 'no-name' | 'silent'>>

const closers: (() => void)[] = []

afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** A DNS server on loopback (RFC 1035 section 4.1) that answers every name alike. */
async function startDns(zone: Zone): Promise<{ readonly address: string; readonly asked: readonly string[] }> {
  const asked: string[] = []
  const socket = createSocket('udp4')
  closers.push(() => socket.close())
  socket.on('message', (query, { port, address }) => {
    const end = query.indexOf(0, 12) + 5
    const family = query.readUInt16BE(end - 4) === 28 ? 'AAAA' : 'A'
    asked.push(family)
    const records = zone[family]
    if (records !== 'silent') socket.send(answerTo(query.subarray(0, end), family, records), port, address)
  })
  return new Promise((resolve) => {
    socket.bind(0, '127.0.0.1', () => {
      resolve({ address: `127.0.0.1:${String(socket.address().port)}`, asked })
    })
  })
}

function answerTo(question: Buffer, family: Family, records: readonly Uint8Array[] | 'no-name'): Buffer {
  const addresses = records === 'no-name' ? [] : records
  const head = Buffer.from(question)
  head.writeUInt16BE(records === 'no-name' ? 0x8183 : 0x8180, 2)
  head.writeUInt16BE(addresses.length, 6)
  head.fill(0, 8, 12)
  const answers = addresses.map((octets) =>
    Buffer.concat([
      Buffer.from([0xc0, 12, 0, family === 'A' ? 1 : 28, 0, 1, 0, 0, 0, 60, 0, octets.length]),
      Buffer.from(octets),
    ]),
  )
  return Buffer.concat([head, ...answers])
}

/** After which a silent server is asked again, and again waited for. */
const FIRST_ATTEMPT_MS = 800

const IPV4 = [Uint8Array.of(192, 0, 2, 1), Uint8Array.of(10, 0, 0, 1)]
const IPV6 = [Uint8Array.of(0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)]

async function lookUp(server: string, signal = new AbortController().signal): Promise<readonly string[]> {
  return createDnsLookup([server])('ca.example.com', { signal })
}

describe('createDnsLookup()', () => {
  it('finds all addresses of both families', async () => {
    const { address, asked } = await startDns({ A: IPV4, AAAA: IPV6 })
    expect([...(await lookUp(address))].sort()).toEqual(['10.0.0.1', '192.0.2.1', '2001:db8::1'])
    expect([...asked].sort()).toEqual(['A', 'AAAA'])
  })

  it('finds those of IPv4 where the server is silent about IPv6', async () => {
    const { address } = await startDns({ A: IPV4, AAAA: 'silent' })
    const began = performance.now()
    expect([...(await lookUp(address))].sort()).toEqual(['10.0.0.1', '192.0.2.1'])
    expect(performance.now() - began).toBeLessThan(FIRST_ATTEMPT_MS)
  })

  it('finds those of IPv6 where there are none of IPv4', async () => {
    const { address } = await startDns({ A: [], AAAA: IPV6 })
    expect(await lookUp(address)).toEqual(['2001:db8::1'])
  })

  it('finds none for a name that does not exist', async () => {
    const { address } = await startDns({ A: 'no-name', AAAA: 'no-name' })
    expect(await lookUp(address)).toEqual([])
  })

  it('stops asking when it is told to', async () => {
    const { address } = await startDns({ A: 'silent', AAAA: 'silent' })
    const began = performance.now()
    expect(await lookUp(address, AbortSignal.timeout(10))).toEqual([])
    expect(performance.now() - began).toBeLessThan(FIRST_ATTEMPT_MS)
  })
})
