import { existsSync, readFileSync } from 'node:fs'
import { BlockList, isIPv4 } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { specialPurposeBlocks } from '../../../src/node/address-blocks.ts'
import { createAddressPolicy } from '../../../src/node/address-policy.ts'
import { createGuardedFetcher } from '../../../src/node/create-guarded-fetcher.ts'
import { parseIpAddress } from '../../../src/path/host-name.ts'

const policy = createAddressPolicy({ refused: [], allowLoopback: false })

function octetsOf(text: string): Uint8Array {
  const octets = parseIpAddress(text)
  if (octets === undefined) throw new TypeError(`no address: ${text}`)
  return octets
}

const isAllowed = (text: string): boolean => policy.allows(octetsOf(text))

/** An address as it is written out in full, from its number. */
function addressText(value: bigint, isVersion4: boolean): string {
  const hex = value.toString(16).padStart(isVersion4 ? 8 : 32, '0')
  return isVersion4
    ? (hex.match(/../g) ?? []).map((octet) => parseInt(octet, 16)).join('.')
    : (hex.match(/.{4}/g) ?? []).join(':')
}

/** The first, the middle and the last address of a block. */
function samplesOf(block: string): readonly string[] {
  const [prefix = '', bits = ''] = block.split('/')
  const first = BigInt(`0x${Buffer.from(octetsOf(prefix)).toString('hex')}`)
  const size = 1n << BigInt((isIPv4(prefix) ? 32 : 128) - Number(bits))
  return [first, first + size / 2n, first + size - 1n].map((value) => addressText(value, isIPv4(prefix)))
}

interface RegistryRow {
  readonly block: string
  readonly isGloballyReachable: boolean
}

/** The rows of a registry as IANA publishes it; a field in quotes may hold commas and line ends, and two blocks. */
function readRegistry(text: string): readonly RegistryRow[] {
  const records = text
    .replace(/"(?:[^"]|"")*"/g, (quoted) => quoted.replaceAll(',', ';').replaceAll(/\s+/g, ' '))
    .trim()
    .split(/\r?\n/)
    .slice(1)
  return records.flatMap((record) => {
    const [blocks = '', , , , , , , , reachable = ''] = record.split(',')
    return blocks
      .split(/[\s;[\]"]/)
      .filter((word) => word.includes('/'))
      .map((block) => ({
        block,
        isGloballyReachable: reachable === 'True',
      }))
  })
}

function registryFolder(): string | undefined {
  const { CERTKEEP_CONFORMANCE: conformance } = process.env
  const folder = conformance === undefined ? undefined : join(conformance, '../data')
  return folder !== undefined && existsSync(join(folder, 'iana-ipv4-special-registry-1.csv')) ? folder : undefined
}

const folder = registryFolder()

if (folder === undefined) {
  console.log('SKIPPED: CERTKEEP_CONFORMANCE does not lead to iana-ipv4-special-registry-1.csv')
} else {
  const rows = ['ipv4', 'ipv6'].flatMap((version) =>
    readRegistry(readFileSync(join(folder, `iana-${version}-special-registry-1.csv`), 'utf8')),
  )

  describe("IANA's registries of special-purpose addresses", () => {
    it('are what the table of blocks holds', () => {
      expect(rows.length).toBeGreaterThan(50)
      expect(specialPurposeBlocks()).toEqual(rows)
    })

    it.each(rows.map(({ block }) => block))('decide about the first, middle and last address of %s', (block) => {
      for (const address of samplesOf(block)) {
        expect([address, isAllowed(address)]).toEqual([address, expectedFor(address, rows)])
      }
    })

    it('keep createGuardedFetcher() from connecting to whatever they refuse', async () => {
      const refused = rows.flatMap(({ block }) => samplesOf(block)).filter((address) => !expectedFor(address, rows))
      expect(refused.length).toBeGreaterThan(100)
      for (const address of refused) {
        const fetcher = createGuardedFetcher({ lookup: () => Promise.resolve(['8.8.8.8', address]) })
        const fetched = fetcher({ url: 'http://ca.example.com/', method: 'GET', maxBytes: 1 })
        await expect(fetched).rejects.toMatchObject({ detail: { reason: 'address-not-public' } })
      }
    })
  })
}

/** Globally reachable by IANA, though answered inside one's own network: RFC 7723, RFC 8155, RFC 9665. */
const NEAREST_GATEWAY = ['192.0.0.9/32', '192.0.0.10/32', '2001:1::1/128', '2001:1::2/128', '2001:1::3/128']

/** By node:net's own arithmetic: the narrowest row decides, and of NAT64 the embedded address. */
function expectedFor(address: string, rows: readonly RegistryRow[]): boolean {
  if (NEAREST_GATEWAY.some((block) => isWithin(address, block))) return false
  const bitsOf = ({ block }: RegistryRow): number => Number(block.split('/')[1])
  const [narrowest] = rows.filter(({ block }) => isWithin(address, block)).sort((a, b) => bitsOf(b) - bitsOf(a))
  const embedded = isWithin(address, '64:ff9b::/96') ? octetsOf(address).subarray(12).join('.') : undefined
  if (embedded !== undefined) return expectedFor(embedded, rows)
  return narrowest?.isGloballyReachable ?? true
}

function isWithin(address: string, block: string): boolean {
  const [prefix = '', bits = ''] = block.split('/')
  if (isIPv4(address) !== isIPv4(prefix)) return false
  const family = isIPv4(prefix) ? 'ipv4' : 'ipv6'
  const list = new BlockList()
  list.addSubnet(prefix, Number(bits), family)
  return list.check(address, family)
}

describe('createAddressPolicy()', () => {
  it.each(['1.1.1.1', '8.8.8.8', '9.255.255.255', '11.0.0.0', '172.15.255.255', '172.32.0.0', '223.255.255.255'])(
    'allows %s, which is public',
    (address) => {
      expect(isAllowed(address)).toBe(true)
    },
  )

  it.each(['2001:4860:4860::8888', '2606:4700:4700::1111', '2a00:1450:4001::1', '2000::1', '3ffe:ffff::1'])(
    'allows %s, which is global unicast',
    (address) => {
      expect(isAllowed(address)).toBe(true)
    },
  )

  it.each(['2001:3::1', '2001:4:112::1', '2001:20::1', '2001:3f:ffff::1'])(
    'allows %s, which is globally reachable inside of a block that is not',
    (address) => {
      expect(isAllowed(address)).toBe(true)
    },
  )

  it.each([
    ['0.0.0.0', 'this host'],
    ['10.1.2.3', 'private'],
    ['100.100.100.200', 'shared; metadata of Alibaba Cloud'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['168.63.129.16', "Azure's host"],
    ['169.254.169.254', 'link-local; metadata of most clouds'],
    ['172.31.255.255', 'private'],
    ['192.0.0.9', 'the nearest port control server'],
    ['192.0.0.192', 'protocol assignments; metadata of Oracle Cloud'],
    ['192.168.1.1', 'private'],
    ['224.0.0.1', 'multicast'],
    ['239.255.255.250', 'multicast'],
    ['255.255.255.255', 'broadcast'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['fd00:ec2::254', 'unique local; metadata of AWS'],
    ['fe80::1', 'link-local'],
    ['fec0::1', 'site-local, deprecated and in no registry'],
    ['ff02::1', 'multicast'],
    ['4000::1', 'not allocated'],
    ['::ffff:127.0.0.1', 'mapped loopback'],
    ['::ffff:8.8.8.8', 'mapped'],
    ['::127.0.0.1', 'compatible with IPv4'],
    ['::8.8.8.8', 'compatible with IPv4'],
    ['64:ff9b::7f00:1', 'NAT64 of loopback'],
    ['64:ff9b::a9fe:a9fe', 'NAT64 of link-local'],
    ['64:ff9b:1::808:808', 'NAT64 of local use'],
    ['2002:7f00:1::1', '6to4 of loopback'],
    ['2002:808:808::1', '6to4'],
    ['2001:0:a9fe:a9fe::1', 'Teredo'],
    ['2001:0:4136:e378:8000:63bf:80ff:fffe', 'Teredo of loopback'],
  ])('refuses %s: %s', (address) => {
    expect(isAllowed(address)).toBe(false)
  })

  it('judges an address of NAT64 by the IPv4 address it stands for', () => {
    expect(isAllowed('64:ff9b::8.8.8.8')).toBe(true)
    expect(isAllowed('64:ff9b::10.0.0.1')).toBe(false)
  })

  it('refuses further blocks that it is given, to the bit', () => {
    const own = createAddressPolicy({ refused: ['8.8.8.128/25', '2a00:1450::/31'], allowLoopback: false })
    expect(own.allows(octetsOf('8.8.8.127'))).toBe(true)
    expect(own.allows(octetsOf('8.8.8.128'))).toBe(false)
    expect(own.allows(octetsOf('2a00:1451:ffff::'))).toBe(false)
    expect(own.allows(octetsOf('2a00:1452::'))).toBe(true)
  })

  it('opens loopback on demand, and nothing else', () => {
    const open = createAddressPolicy({ refused: [], allowLoopback: true })
    expect(['127.0.0.1', '127.9.9.9', '::1'].map((text) => open.allows(octetsOf(text)))).toEqual([true, true, true])
    expect(
      ['10.0.0.1', '::2', '::ffff:127.0.0.1', '128.0.0.1'].map((text) => open.isOpenLoopback(octetsOf(text))),
    ).toEqual([false, false, false, false])
    expect(open.allows(octetsOf('::ffff:127.0.0.1'))).toBe(false)
  })

  it.each(['', '10.0.0.0', '10.0.0.0/', '10.0.0.0/33', '::/129', '10.0.0/8', 'example.com/8', '10.0.0.0/-1', '/8'])(
    'takes no block that is none: %j',
    (block) => {
      expect(() => createAddressPolicy({ refused: [block], allowLoopback: false })).toThrow(TypeError)
    },
  )

  it.each([0, 3, 5, 15, 17])('refuses what has %i octets', (length) => {
    expect(policy.allows(new Uint8Array(length).fill(8))).toBe(false)
  })
})
