/** Residues of a number modulo each odd prime below 752, in their order. */
export type SmallResidues = readonly number[]

/** SP 800-89 section 5.3.3 and BR 6.1.6: no factor smaller than 752. */
const SMALL_PRIME_BOUND = 752

/** Infineon's primes are k·M + 65537^a mod M, where M is a product of consecutive primes that goes at least up to this one. */
const LAST_INFINEON_PRIME = 167

/** Made at the first use, so that importing costs nothing. */
let table: SmallPrimeTable | undefined

interface SmallPrimeTable {
  /** Of all primes. */
  readonly product: bigint
  /** The primes by groups whose product a number holds exactly. */
  readonly groups: readonly PrimeGroup[]
  /** For each prime that Infineon's product surely holds: which residues are powers of 65537. */
  readonly powersOfGenerator: readonly (readonly boolean[])[]
}

interface PrimeGroup {
  readonly primes: readonly number[]
  readonly product: bigint
}

/** The residues of `value`. Few divisions of bigints: by the product of all the primes, and of what is left by those of the groups. */
export function smallResidues(value: bigint): SmallResidues {
  const { product, groups } = (table ??= createTable())
  const rest = value % product
  const residues: number[] = []
  for (const group of groups) {
    const groupRest = Number(rest % group.product)
    for (const prime of group.primes) residues.push(groupRest % prime)
  }
  return residues
}

/** Decides whether one of the primes divides the number with these residues. */
export function hasSmallFactor(residues: SmallResidues): boolean {
  return residues.includes(0)
}

/**
 * Decides whether an RSA modulus was made by the Infineon generator whose keys can be factored (ROCA, CVE-2017-15361; Nemec and others 2017,
 * section 3): then it is a power of 65537 modulo every prime that divides M.
 *
 * By chance that happens to one modulus in two hundred million.
 */
export function hasInfineonFingerprint(residues: SmallResidues): boolean {
  const { powersOfGenerator } = (table ??= createTable())
  return powersOfGenerator.every((isPower, index) => isPower[residues[index] ?? 0] === true)
}

function createTable(): SmallPrimeTable {
  const primes = oddPrimesBelow(SMALL_PRIME_BOUND)
  return {
    product: productOf(primes),
    groups: groupPrimes(primes),
    powersOfGenerator: primes.filter((prime) => prime <= LAST_INFINEON_PRIME).map(powersOf65537),
  }
}

function oddPrimesBelow(bound: number): readonly number[] {
  const primes: number[] = []
  for (let candidate = 3; candidate < bound; candidate += 2) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate)
  }
  return primes
}

/** In their order, as many to a group as fit. */
function groupPrimes(primes: readonly number[]): readonly PrimeGroup[] {
  const groups: number[][] = []
  let product = Infinity
  for (const prime of primes) {
    product *= prime
    if (product > Number.MAX_SAFE_INTEGER) {
      groups.push([])
      product = prime
    }
    groups.at(-1)?.push(prime)
  }
  return groups.map((group) => ({ primes: group, product: productOf(group) }))
}

function productOf(primes: readonly number[]): bigint {
  return primes.reduce((product, prime) => product * BigInt(prime), 1n)
}

function powersOf65537(prime: number): readonly boolean[] {
  const isPower = new Array<boolean>(prime).fill(false)
  for (let power = 1; isPower[power] === false; power = (power * 65537) % prime) isPower[power] = true
  return isPower
}
