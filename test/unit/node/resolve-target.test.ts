import { describe, expect, it } from 'vitest'
import { createAddressPolicy } from '../../../src/node/address-policy.ts'
import { createFailures } from '../../../src/node/fetch-failure.ts'
import { readFetchTarget } from '../../../src/node/fetch-target.ts'
import { resolveTarget, type CheckedAddress } from '../../../src/node/resolve-target.ts'

const fail = createFailures('http://ca.example.com/', 0)
const addresses = createAddressPolicy({ refused: [], allowLoopback: false })

async function resolve(found: readonly string[]): Promise<readonly CheckedAddress[]> {
  const rules = { addresses, ports: [80], onAddressLiteral: 'reject' } as const
  const target = readFetchTarget('http://ca.example.com/', rules, fail)
  const resolving = { lookup: () => Promise.resolve(found), addresses, timeoutMs: 1_000 }
  return resolveTarget(target, resolving, fail, new AbortController().signal)
}

describe('resolveTarget()', () => {
  it('gives four addresses of each family at most, so that a name with many costs no more connections', async () => {
    const ipv4 = Array.from({ length: 50 }, (_, index) => `8.8.8.${String(index)}`)
    const ipv6 = Array.from({ length: 50 }, (_, index) => `2001:4860::${String(index + 1)}`)
    expect(await resolve([...ipv6, ...ipv4])).toEqual([
      ...['8.8.8.0', '8.8.8.1', '8.8.8.2', '8.8.8.3'].map((address) => ({ address, family: 4 })),
      ...['1', '2', '3', '4'].map((last) => ({ address: `2001:4860::${last}`, family: 6 })),
    ])
  })

  it('gives addresses in the one spelling that RFC 5952 allows', async () => {
    expect(await resolve(['2001:4860:0:0:0:0:0:8888', '2606:4700:4700::1111', '64:ff9b::8.8.8.8'])).toEqual([
      { address: '2001:4860::8888', family: 6 },
      { address: '2606:4700:4700::1111', family: 6 },
      { address: '64:ff9b::808:808', family: 6 },
    ])
  })
})
