/**
 * Decides whether Fermat's method finds two factors of an odd number within so many rounds, that is, whether there is a square among
 * a² - n for the first values of a above the root of n. There is where the factors share the upper half of their digits
 * (CVE-2022-26320). Two equal factors count.
 *
 * @param rounds - at most 400, so that the sieve's numbers stay exact
 */
export function areFactorsClose(n: bigint, rounds: number): boolean {
  const root = floorSquareRoot(n)
  if (root * root === n) return true
  const first = root + 1n
  const difference = first * first - n
  // Rounds are told apart by what is left of them modulo small numbers; few are ever computed.
  const differenceRest = Number(difference % SIEVE_PRODUCT)
  const stepRest = Number((2n * first) % SIEVE_PRODUCT)
  for (let round = 0; round < rounds; round += 1) {
    if (!mayBeSquare(differenceRest + round * (stepRest + round))) continue
    const step = BigInt(round)
    if (isSquare(difference + step * (2n * first + step))) return true
  }
  return false
}

/** Coprime. A square is one modulo each of these, which is true of one other number in three thousand. */
const SIEVE: readonly number[] = [64, 63, 65, 11, 17, 19, 23, 29, 31]
const SIEVE_PRODUCT = 19_253_807_052_480n

/** Made at the first use, so that importing costs nothing. */
let squares: readonly (readonly boolean[])[] | undefined

function mayBeSquare(rest: number): boolean {
  squares ??= SIEVE.map(squaresModulo)
  return squares.every((isSquareRest, index) => isSquareRest[rest % (SIEVE[index] ?? 1)] === true)
}

function squaresModulo(modulus: number): readonly boolean[] {
  const isSquareRest = new Array<boolean>(modulus).fill(false)
  for (let root = 0; root < modulus; root += 1) isSquareRest[(root * root) % modulus] = true
  return isSquareRest
}

function isSquare(value: bigint): boolean {
  const root = floorSquareRoot(value)
  return root * root === value
}

/**
 * The largest number whose square is not above `value`.
 *
 * Newton's method with the digits that count: each step doubles them and divides once, and the last is off by one at most
 * (M. Dickinson's proof for Python's `math.isqrt`).
 */
function floorSquareRoot(value: bigint): bigint {
  if (value === 0n) return 0n
  const last = Math.floor((bitLength(value) - 1) / 2)
  let root = 1n
  let digits = 0
  for (let shift = 31 - Math.clz32(last); shift >= 0; shift -= 1) {
    const before = digits
    digits = last >> shift
    root = (root << BigInt(digits - before - 1)) + (value >> BigInt(2 * last - before - digits + 1)) / root
  }
  return root * root > value ? root - 1n : root
}

function bitLength(value: bigint): number {
  const digits = value.toString(16)
  return digits.length * 4 - (Math.clz32(Number.parseInt(digits.charAt(0), 16)) - 28)
}
