import type { PolicyInformation, PolicyMapping } from '../x509/read-policy-extensions.ts'
import type { WorkBudget } from './work-budget.ts'

/** The inputs of RFC 5280 section 6.1.1 (c) to (g) that concern policies. */
export interface PolicyOptions {
  /** Object identifiers of the policies that are acceptable, where a policy is required at all: here, or by a CA of the path. @defaultValue any */
  readonly initialPolicySet?: readonly string[] | undefined
  /** The path must be valid under a policy of the set. @defaultValue false */
  readonly requireExplicitPolicy?: boolean | undefined
  /** Mappings do not count. @defaultValue false */
  readonly inhibitPolicyMapping?: boolean | undefined
  /** anyPolicy does not count. @defaultValue false */
  readonly inhibitAnyPolicy?: boolean | undefined
}

/** What a certificate of the path says about policies. */
export interface PolicyFacts {
  readonly isSelfIssued: boolean
  readonly certificatePolicies: readonly PolicyInformation[] | undefined
  readonly policyMappings: readonly PolicyMapping[] | undefined
  readonly requireExplicitPolicy: number | undefined
  readonly inhibitPolicyMapping: number | undefined
  readonly inhibitAnyPolicy: number | undefined
}

const ANY_POLICY = '2.5.29.32.0'

/** A policy that is valid at one depth of the graph, and what it is called in the next certificate. */
interface PolicyNode {
  readonly policy: string
  expectedPolicies: ReadonlySet<string>
  readonly parents: readonly PolicyNode[]
}

/** One depth of the graph: a node for each policy. */
type PolicyLevel = Map<string, PolicyNode>

/**
 * Decides whether the policies of a path are acceptable (RFC 5280 section 6.1, with the graph of RFC 9618, whose size grows
 * with the certificates and not with their combinations).
 *
 * @param path - below the trust anchor, the end entity last
 */
export function arePoliciesAcceptable(
  path: readonly PolicyFacts[],
  options: PolicyOptions,
  budget: WorkBudget,
): boolean {
  if (options.requireExplicitPolicy !== true && path.every(isIndifferent)) return true
  const length = path.length
  let level: PolicyLevel | undefined = new Map([
    [ANY_POLICY, { policy: ANY_POLICY, expectedPolicies: new Set([ANY_POLICY]), parents: [] }],
  ])
  let explicitPolicy = options.requireExplicitPolicy === true ? 0 : length + 1
  let policyMapping = options.inhibitPolicyMapping === true ? 0 : length + 1
  let inhibitAnyPolicy = options.inhibitAnyPolicy === true ? 0 : length + 1
  for (const [index, facts] of path.entries()) {
    const isLast = index === length - 1
    const mayUseAny = inhibitAnyPolicy > 0 || (!isLast && facts.isSelfIssued)
    level = level === undefined ? undefined : nextLevel(level, facts.certificatePolicies, mayUseAny, budget)
    if (isLast) {
      if (explicitPolicy > 0) explicitPolicy -= 1
      if (facts.requireExplicitPolicy === 0) explicitPolicy = 0
      break
    }
    if (hasAnyPolicyMapping(facts.policyMappings)) return false
    if (level !== undefined) level = mapPolicies(level, facts.policyMappings ?? [], policyMapping > 0, budget)
    const step = facts.isSelfIssued ? 0 : 1
    explicitPolicy = Math.min(Math.max(explicitPolicy - step, 0), facts.requireExplicitPolicy ?? Infinity)
    policyMapping = Math.min(Math.max(policyMapping - step, 0), facts.inhibitPolicyMapping ?? Infinity)
    inhibitAnyPolicy = Math.min(Math.max(inhibitAnyPolicy - step, 0), facts.inhibitAnyPolicy ?? Infinity)
  }
  // 6.1.3 (f) asks the same at each certificate; neither comes back once it is gone.
  return explicitPolicy > 0 || (level !== undefined && hasAcceptablePolicy(level, options.initialPolicySet))
}

/** Asks for no policy, and maps none, which could be a fault by itself. Most certificates are so, and need no graph. */
function isIndifferent({ requireExplicitPolicy, policyMappings }: PolicyFacts): boolean {
  return requireExplicitPolicy === undefined && policyMappings === undefined
}

/** The level that a certificate's policies make below `level` (RFC 9618 section 5.1 (d) and (e)); `undefined` if none is left. */
function nextLevel(
  level: PolicyLevel,
  policies: readonly PolicyInformation[] | undefined,
  mayUseAny: boolean,
  budget: WorkBudget,
): PolicyLevel | undefined {
  if (policies === undefined) return undefined
  budget.spend('policies', policies.length)
  const expecting = indexByExpectedPolicy(level, budget)
  const next: PolicyLevel = new Map()
  const anyNode = level.get(ANY_POLICY)
  for (const { oid } of policies) {
    if (oid === ANY_POLICY) continue
    const parents = expecting.get(oid) ?? (anyNode === undefined ? [] : [anyNode])
    if (parents.length > 0) addNode(next, oid, parents, budget)
  }
  if (mayUseAny && policies.some(({ oid }) => oid === ANY_POLICY)) {
    for (const [policy, parents] of expecting) if (!next.has(policy)) addNode(next, policy, parents, budget)
  }
  return next.size === 0 ? undefined : next
}

function indexByExpectedPolicy(level: PolicyLevel, budget: WorkBudget): ReadonlyMap<string, readonly PolicyNode[]> {
  const index = new Map<string, PolicyNode[]>()
  for (const node of level.values()) {
    budget.spend('policies', node.expectedPolicies.size)
    for (const policy of node.expectedPolicies) {
      const nodes = index.get(policy)
      if (nodes === undefined) index.set(policy, [node])
      else nodes.push(node)
    }
  }
  return index
}

function addNode(level: PolicyLevel, policy: string, parents: readonly PolicyNode[], budget: WorkBudget): void {
  budget.spend('policies', 1)
  level.set(policy, { policy, expectedPolicies: new Set([policy]), parents })
}

/** anyPolicy must be mapped neither from nor to (RFC 5280 section 6.1.4 (a)). */
function hasAnyPolicyMapping(mappings: readonly PolicyMapping[] | undefined): boolean {
  return (
    mappings?.some(
      ({ issuerDomainPolicy, subjectDomainPolicy }) =>
        issuerDomainPolicy === ANY_POLICY || subjectDomainPolicy === ANY_POLICY,
    ) === true
  )
}

/** Applies policyMappings (RFC 9618 section 5.1, 6.1.4 (b)): the mapped policies are expected by their new names, or are gone. */
function mapPolicies(
  level: PolicyLevel,
  mappings: readonly PolicyMapping[],
  isMappingAllowed: boolean,
  budget: WorkBudget,
): PolicyLevel | undefined {
  const targets = new Map<string, Set<string>>()
  budget.spend('policies', mappings.length)
  for (const { issuerDomainPolicy, subjectDomainPolicy } of mappings) {
    const known = targets.get(issuerDomainPolicy)
    if (known === undefined) targets.set(issuerDomainPolicy, new Set([subjectDomainPolicy]))
    else known.add(subjectDomainPolicy)
  }
  const anyNode = level.get(ANY_POLICY)
  for (const [policy, expectedPolicies] of targets) {
    const node = level.get(policy)
    if (!isMappingAllowed) level.delete(policy)
    else if (node !== undefined) node.expectedPolicies = expectedPolicies
    else if (anyNode !== undefined) level.set(policy, { policy, expectedPolicies, parents: anyNode.parents })
  }
  return level.size === 0 ? undefined : level
}

/**
 * Whether the intersection of the graph with the acceptable policies is not empty (RFC 9618 section 5.1, 6.1.5 (g)):
 * whether a policy of the last level goes back to one that anyPolicy of the anchor's domain stands above and that is in the set.
 */
function hasAcceptablePolicy(last: PolicyLevel, initialPolicySet: readonly string[] | undefined): boolean {
  if (initialPolicySet === undefined || initialPolicySet.includes(ANY_POLICY)) return true
  if (last.has(ANY_POLICY)) return initialPolicySet.length > 0
  const acceptable = new Set(initialPolicySet)
  const seen = new Set<PolicyNode>()
  const open = [...last.values()]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node)) continue
    seen.add(node)
    if (
      node.policy !== ANY_POLICY &&
      acceptable.has(node.policy) &&
      node.parents.some(({ policy }) => policy === ANY_POLICY)
    )
      return true
    open.push(...node.parents)
  }
  return false
}
