/** Places of bits, counted from 1 as FIPS 46-3 does, each in two hexadecimal digits. */
const ROUND_PERMUTATION = '100714151d0c1c11010f171a05121f0a0208180e201b0309130d1e06160b0419'
const KEY_CHOICE =
  '39312921191109013a322a221a120a023b332b231b130b033c342c243f372f271f170f073e362e261e160e063d352d251d150d051c140c04'
const ROUND_KEY_CHOICE =
  '0e110b180105031c0f06150a17130c041a0810071b140d0229341f252f371e28332d21302c31273822352e2a32241d20'

/** The substitutions, row after row, one hexadecimal digit an entry. */
const SUBSTITUTIONS: readonly string[] = [
  'e4d12fb83a6c59070f74e2d1a6cb953841e8d62bfc973a50fc8249175b3ea06d',
  'f18e6b34972dc05a3d47f28ec01a69b50e7ba4d158c6932fd8a13f42b67c05e9',
  'a09e63f51dc7b428d709346a285ecbf1d6498f30b12c5ae71ad069874fe3b52c',
  '7de3069a1285bc4fd8b56f03472c1ae9a690cb7df13e52843f06a1d8945bc72e',
  '2c417ab6853fd0e9eb2c47d150fa3986421bad78f9c5630eb8c71e2d6f09a453',
  'c1af92680d34e75baf427c9561de0b389ef528c3704a1db6432c95fabe17608d',
  '4b2ef08d3c975a61d0b7491ae35c2f8614bdc37eaf6805926bd814a7950fe23c',
  'd2846fb1a93e50c71fd8a374c56b0e927b419ce206adf35821e74a8dfc90356b',
]

/** By how many places each round turns the two halves of the key. */
const ROTATIONS = '1122222212222221'

const BLOCK_OCTETS = 8
const ROUNDS = 16

/** What DES needs beside a key; made when it is first asked for. */
interface Tables {
  readonly keyChoice: Uint8Array
  readonly roundKeyChoice: Uint8Array
  /** Each substitution with the permutation that follows it, 64 words a box. */
  readonly boxes: readonly Uint32Array[]
}

let tables: Tables | undefined

/**
 * Decrypts one block at a time with DES (FIPS 46-3), or with Triple DES (NIST SP 800-67).
 *
 * This reads what was encrypted long ago, and nothing else: it does not encrypt, and does not hide how long it takes from
 * somebody who measures it, which no reader of a file does. The parity bits of the key are not looked at.
 *
 * @param key - 8 octets for DES, 16 or 24 for Triple DES with two or three keys
 * @throws RangeError if the key is of another length
 */
export function createDesDecryptor(key: Uint8Array): (block: Uint8Array) => Uint8Array {
  if (key.length !== 8 && key.length !== 16 && key.length !== 24)
    throw new RangeError('"key" must have 8, 16 or 24 octets')
  const ready = (tables ??= createTables())
  const schedules = Array.from({ length: key.length / 8 }, (_, index) =>
    roundKeysOf(key.subarray(index * 8, index * 8 + 8), ready),
  )
  const [first = [], second, third = first] = schedules
  const passes: readonly Pass[] =
    second === undefined
      ? [[first, 'decrypt']]
      : [
          [third, 'decrypt'],
          [second, 'encrypt'],
          [first, 'decrypt'],
        ]
  return (block) => crypt(block, passes, ready)
}

/** Sixteen rounds with the round keys of one key, in one direction. */
type Pass = readonly [roundKeys: RoundKeys, direction: 'encrypt' | 'decrypt']

/** Six bits for each of the eight boxes, for each round. */
type RoundKeys = readonly Uint8Array[]

function roundKeysOf(key: Uint8Array, { keyChoice, roundKeyChoice }: Tables): RoundKeys {
  let halves = permute(bitsOf(key), keyChoice)
  return Array.from(ROTATIONS, (places) => {
    const turn = Number(places)
    const [left, right] = [halves.subarray(0, 28), halves.subarray(28)]
    halves = Uint8Array.of(
      ...left.subarray(turn),
      ...left.subarray(0, turn),
      ...right.subarray(turn),
      ...right.subarray(0, turn),
    )
    const bits = permute(halves, roundKeyChoice)
    return Uint8Array.from({ length: 8 }, (_, box) => numberOf(bits.subarray(box * 6, box * 6 + 6)))
  })
}

/** The permutations between two passes undo each other, so that they are made at the ends only. */
function crypt(block: Uint8Array, passes: readonly Pass[], { boxes }: Tables): Uint8Array {
  const view = new DataView(block.buffer, block.byteOffset, BLOCK_OCTETS)
  let [left, right] = exchangeBits([view.getUint32(0), view.getUint32(4)], INITIAL_PERMUTATION)
  for (const [roundKeys, direction] of passes) {
    for (let round = 0; round < ROUNDS; round += 1) {
      const roundKey = roundKeys[direction === 'encrypt' ? round : ROUNDS - 1 - round] ?? NO_KEY
      const next = left ^ mix(right, roundKey, boxes)
      left = right
      right = next
    }
    // The halves are not exchanged after the last round.
    const last = left
    left = right
    right = last
  }
  const [high, low] = exchangeBits([left, right], FINAL_PERMUTATION)
  const output = new DataView(new ArrayBuffer(BLOCK_OCTETS))
  output.setUint32(0, high)
  output.setUint32(4, low)
  return new Uint8Array(output.buffer)
}

type Halves = readonly [left: number, right: number]

/** Exchanges bits of the halves: those of `mask` in one half with those `places` above them in the other, which is the left one where `upper` says so. */
interface BitExchange {
  readonly upper: 'left' | 'right'
  readonly places: number
  readonly mask: number
}

/** The table of FIPS 46-3 turns a square of bits over, which takes five exchanges. */
const INITIAL_PERMUTATION: readonly BitExchange[] = [
  { upper: 'left', places: 4, mask: 0x0f0f0f0f },
  { upper: 'left', places: 16, mask: 0x0000ffff },
  { upper: 'right', places: 2, mask: 0x33333333 },
  { upper: 'right', places: 8, mask: 0x00ff00ff },
  { upper: 'left', places: 1, mask: 0x55555555 },
]

/** Each exchange undoes itself. */
const FINAL_PERMUTATION: readonly BitExchange[] = /* @__PURE__ */ [...INITIAL_PERMUTATION].reverse()

function exchangeBits(halves: Halves, exchanges: readonly BitExchange[]): Halves {
  let [left, right] = halves
  for (const { upper, places, mask } of exchanges) {
    const differing = (upper === 'left' ? (left >>> places) ^ right : (right >>> places) ^ left) & mask
    left ^= upper === 'left' ? differing << places : differing
    right ^= upper === 'left' ? differing : differing << places
  }
  return [left, right]
}

const NO_KEY: Uint8Array = /* @__PURE__ */ new Uint8Array()

/** The expansion takes the six bits around each half-octet, with the ends joined. */
function mix(half: number, roundKey: Uint8Array, boxes: readonly Uint32Array[]): number {
  let mixed = 0
  for (let box = 0; box < 8; box += 1) {
    const turned =
      box === 0 ? (half >>> 27) | (half << 5) : box === 7 ? (half << 1) | (half >>> 31) : half >>> (27 - box * 4)
    mixed |= boxes[box]?.[(turned & 0x3f) ^ (roundKey[box] ?? 0)] ?? 0
  }
  return mixed
}

function createTables(): Tables {
  const roundPermutation = placesOf(ROUND_PERMUTATION)
  return {
    keyChoice: placesOf(KEY_CHOICE),
    roundKeyChoice: placesOf(ROUND_KEY_CHOICE),
    boxes: SUBSTITUTIONS.map((rows, box) =>
      Uint32Array.from({ length: 64 }, (_, input) => {
        const row = ((input >> 4) & 2) | (input & 1)
        const value = Number.parseInt(rows.charAt(row * 16 + ((input >> 1) & 15)), 16)
        const bits = new Uint8Array(32)
        for (let bit = 0; bit < 4; bit += 1) bits[box * 4 + bit] = (value >> (3 - bit)) & 1
        return numberOf(permute(bits, roundPermutation))
      }),
    ),
  }
}

function placesOf(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, index) =>
    Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16),
  )
}

function permute(bits: Uint8Array, places: Uint8Array): Uint8Array {
  return places.map((place) => bits[place - 1] ?? 0)
}

function bitsOf(octets: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: octets.length * 8 }, (_, bit) => ((octets[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1)
}

function numberOf(bits: Uint8Array): number {
  return bits.reduce((value, bit) => ((value << 1) | bit) >>> 0, 0)
}
