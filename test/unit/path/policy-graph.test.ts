import { describe, expect, it } from 'vitest'
import { arePoliciesAcceptable, type PolicyFacts, type PolicyOptions } from '../../../src/path/policy-graph.ts'
import { createWorkBudget } from '../../../src/path/work-budget.ts'
import { createTestAuthority, type CertificateOptions } from '../../../src/testing/index.ts'
import { judge, verdict } from './judge.ts'

const root = await createTestAuthority({ seed: 'policies' })
const A = '1.2.3.1'
const B = '1.2.3.2'
const C = '1.2.3.3'
const ANY = '2.5.29.32.0'

/** Whether a path of certificates with these options is acceptable, root first and leaf last. */
async function isAcceptable(path: readonly CertificateOptions[], policies: PolicyOptions = {}): Promise<boolean> {
  let authority = root
  for (const options of path.slice(0, -1)) authority = await authority.intermediate(options)
  const result = await verdict(await authority.leaf(path.at(-1) ?? {}), { policies, purpose: 'any' })
  expect(result).toMatch(/^(?:ok|policy-violated)$/)
  return result === 'ok'
}

const explicit = { requireExplicitPolicy: true }

/** Paths, options and whether they are acceptable: RFC 5280 section 6.1, worked by hand. */
const PATHS: readonly (readonly [
  what: string,
  path: readonly CertificateOptions[],
  options: PolicyOptions,
  expected: boolean,
])[] = [
  ['nothing is asked', [{ policies: [] }, { policies: [] }], {}, true],
  ['a policy all along', [{ policies: [A] }, { policies: [A] }], explicit, true],
  ['another policy', [{ policies: [A] }, { policies: [B] }], explicit, false],
  ['another policy, but none asked for', [{ policies: [A] }, { policies: [B] }], {}, true],
  ['none in the middle', [{ policies: [A] }, { policies: [] }, { policies: [A] }], explicit, false],
  ['anyPolicy above', [{ policies: [ANY] }, { policies: [A] }], explicit, true],
  ['anyPolicy below', [{ policies: [A] }, { policies: [ANY] }], explicit, true],
  ['a policy of the set', [{ policies: [A, B] }, { policies: [B] }], { ...explicit, initialPolicySet: [B] }, true],
  ['none of the set', [{ policies: [A, B] }, { policies: [B] }], { ...explicit, initialPolicySet: [A] }, false],
  ['a set of none', [{ policies: [A] }, { policies: [A] }], { ...explicit, initialPolicySet: [] }, false],
  ['any of the set', [{ policies: [ANY] }, { policies: [ANY] }], { ...explicit, initialPolicySet: [C] }, true],
  ['anyPolicy of none', [{ policies: [ANY] }, { policies: [ANY] }], { ...explicit, initialPolicySet: [] }, false],
  ['anyPolicy in the set', [{ policies: [A] }, { policies: [A] }], { ...explicit, initialPolicySet: [ANY] }, true],
  ['anyPolicy inhibited', [{ policies: [ANY] }, { policies: [A] }], { ...explicit, inhibitAnyPolicy: true }, false],
  ['inhibited from the second on', [{ policies: [ANY], inhibitAnyPolicy: 0 }, { policies: [ANY] }], explicit, false],
  ['inhibited later', [{ policies: [A], inhibitAnyPolicy: 1 }, { policies: [ANY] }, { policies: [A] }], explicit, true],
  [
    'inhibited in time',
    [{ policies: [A], inhibitAnyPolicy: 1 }, { policies: [A] }, { policies: [ANY] }],
    explicit,
    false,
  ],
  [
    'a CA asks for a policy',
    [{ policies: [A], policyConstraints: { requireExplicitPolicy: 0 } }, { policies: [B] }],
    {},
    false,
  ],
  [
    'a CA asks for one after the next',
    [{ policies: [A], policyConstraints: { requireExplicitPolicy: 2 } }, { policies: [B] }],
    {},
    true,
  ],
  [
    'the leaf asks for one',
    [{ policies: [A] }, { policies: [B], policyConstraints: { requireExplicitPolicy: 0 } }],
    {},
    false,
  ],
  ['mapped', [{ policies: [A], policyMappings: [[A, B]] }, { policies: [B] }], explicit, true],
  ['mapped away', [{ policies: [A], policyMappings: [[A, B]] }, { policies: [A] }], explicit, false],
  [
    'mapped, and asked for by the name of the anchor',
    [{ policies: [A], policyMappings: [[A, B]] }, { policies: [B] }],
    { ...explicit, initialPolicySet: [A] },
    true,
  ],
  [
    'mapped, and asked for by the name of the leaf',
    [{ policies: [A], policyMappings: [[A, B]] }, { policies: [B] }],
    { ...explicit, initialPolicySet: [B] },
    false,
  ],
  [
    'mapped out of anyPolicy',
    [{ policies: [ANY], policyMappings: [[A, B]] }, { policies: [B] }],
    { ...explicit, initialPolicySet: [A] },
    true,
  ],
  [
    'mapped twice',
    [{ policies: [A], policyMappings: [[A, B]] }, { policies: [B], policyMappings: [[B, C]] }, { policies: [C] }],
    { ...explicit, initialPolicySet: [A] },
    true,
  ],
  [
    'mapping inhibited by the caller',
    [{ policies: [A], policyMappings: [[A, B]] }, { policies: [B] }],
    { ...explicit, inhibitPolicyMapping: true },
    false,
  ],
  [
    'mapping inhibited, and the name of before',
    [{ policies: [A], policyMappings: [[A, B]] }, { policies: [A] }],
    { ...explicit, inhibitPolicyMapping: true },
    false,
  ],
  [
    'mapping inhibited by a CA',
    [
      { policies: [A], policyConstraints: { inhibitPolicyMapping: 0 } },
      { policies: [A], policyMappings: [[A, B]] },
      { policies: [B] },
    ],
    explicit,
    false,
  ],
  ['anyPolicy mapped', [{ policies: [A], policyMappings: [[ANY, B]] }, { policies: [B] }], {}, false],
  ['mapped to anyPolicy', [{ policies: [A], policyMappings: [[A, ANY]] }, { policies: [B] }], {}, false],
]

describe('buildChain() asks for policies', () => {
  it.each(PATHS)('%s', async (_what, path, options, expected) => {
    expect(await isAcceptable(path, options)).toBe(expected)
  })

  it('without counting self-issued CAs', async () => {
    const ca = await root.intermediate({ policies: [A], inhibitAnyPolicy: 0 })
    const selfIssued = await ca.intermediate({ subject: ca.subject, policies: [ANY] })
    expect(await verdict(await selfIssued.leaf({ policies: [A] }), { policies: explicit })).toBe('ok')
    expect(await verdict(await selfIssued.leaf({ policies: [ANY] }), { policies: explicit })).toBe('policy-violated')
  })

  it('without counting down at self-issued CAs', async () => {
    const ca = await root.intermediate({ policies: [A], policyConstraints: { requireExplicitPolicy: 2 } })
    const selfIssued = await ca.intermediate({ subject: ca.subject, policies: [A] })
    expect(await verdict(await selfIssued.leaf({ policies: [B] }))).toBe('ok')
    const below = await ca.intermediate({ policies: [A] })
    expect(await verdict(await below.leaf({ policies: [B] }))).toBe('policy-violated')
  })

  it('of a self-issued leaf as of any other', async () => {
    const ca = await root.intermediate({ policies: [A], inhibitAnyPolicy: 0 })
    const leaf = await ca.leaf({ subject: ca.subject, policies: [ANY] })
    expect(await verdict(leaf, { policies: explicit })).toBe('policy-violated')
    expect(await verdict(leaf)).toBe('ok')
  })

  it('whatever the other options are (CVE-2025-22874)', async () => {
    const ca = await root.intermediate({ policies: [A] })
    const leaf = await ca.leaf({ policies: [B] })
    for (const purpose of ['any', 'serverAuth'] as const) {
      for (const profile of ['webpki', 'rfc5280'] as const) {
        const options = { purpose, profile, policies: explicit, hostname: 'www.example.com' }
        const report = await judge(leaf, options)
        expect(report.problems).toMatchObject([{ code: 'policy-violated', certificate: 0 }])
        expect(await verdict(leaf, { ...options, policies: {} })).toBe('ok')
      }
    }
  })

  it('and takes another path where one has none', async () => {
    const other = await createTestAuthority({ seed: 'policies', subject: 'Other Root CA' })
    const ca = await root.intermediate({ policies: [B] })
    const cross = await other.crossSign(ca, { policies: [A] })
    const leaf = await ca.leaf({ policies: [A] })
    const anchors = [root.der, other.der]
    for (const intermediates of [
      [ca.der, cross.der],
      [cross.der, ca.der],
    ]) {
      expect(await verdict(leaf, { anchors, intermediates, policies: explicit })).toBe('ok')
    }
  })
})

const NO_FACTS: PolicyFacts = {
  isSelfIssued: false,
  certificatePolicies: undefined,
  policyMappings: undefined,
  requireExplicitPolicy: undefined,
  inhibitPolicyMapping: undefined,
  inhibitAnyPolicy: undefined,
}

function numbered(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `1.2.3.${String(index)}`)
}

/** CAs of which each maps every policy to every other one: a tree would have count to the power of levels leaves (RFC 9618 section 3). */
function floodedPath(count: number, levels: number): readonly PolicyFacts[] {
  const oids = numbered(count)
  const certificatePolicies = oids.map((oid) => ({ oid, name: undefined, validationLevel: undefined, qualifiers: [] }))
  const policyMappings = oids.flatMap((issuerDomainPolicy) =>
    oids.map((subjectDomainPolicy) => ({ issuerDomainPolicy, subjectDomainPolicy })),
  )
  const level = { ...NO_FACTS, certificatePolicies, policyMappings }
  return [...Array.from({ length: levels }, () => level), { ...NO_FACTS, certificatePolicies }]
}

describe('arePoliciesAcceptable()', () => {
  it('works through 1,000 mappings at each of 10 levels (CVE-2023-0464)', () => {
    const path = floodedPath(31, 10)
    const start = performance.now()
    expect(arePoliciesAcceptable(path, { ...explicit, initialPolicySet: ['1.2.3.0'] }, createWorkBudget({}))).toBe(true)
    expect(arePoliciesAcceptable(path, { ...explicit, initialPolicySet: ['9.9'] }, createWorkBudget({}))).toBe(false)
    expect(performance.now() - start).toBeLessThan(500)
  })

  it('stops at the budget', () => {
    const path = floodedPath(200, 10)
    const start = performance.now()
    expect(() => arePoliciesAcceptable(path, explicit, createWorkBudget({}))).toThrow('policies budget')
    expect(performance.now() - start).toBeLessThan(500)
  })

  it('pays for policies that come to nothing', () => {
    const many = numbered(60_000).map((oid) => ({ oid, name: undefined, validationLevel: undefined, qualifiers: [] }))
    const one = many.slice(0, 1).map((policy) => ({ ...policy, oid: '1.9' }))
    const path = [one, many].map((certificatePolicies) => ({ ...NO_FACTS, certificatePolicies }))
    const budget = createWorkBudget({})
    expect(arePoliciesAcceptable(path, explicit, budget)).toBe(false)
    expect(() => arePoliciesAcceptable(path, explicit, budget)).toThrow('policies budget')
  })
})
