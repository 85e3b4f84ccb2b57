/** The table of RFC 2268 section 2, two hexadecimal digits an entry. */
const PI_TABLE: readonly string[] = [
  'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2',
  '179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82',
  '54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626',
  '6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7',
  '08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec',
  'c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731',
  '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9',
  '0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad',
]

/** By how many bits each word is turned in a mixing round. */
const TURNS: readonly number[] = [1, 2, 3, 5]

const EXPANDED_OCTETS = 128

/**
 * Decrypts one block of eight octets at a time with RC2 (RFC 2268).
 *
 * RC2 with 40 bits is what PKCS#12 files had around their certificates until about 2022. It protects nothing any more, and is
 * here to read those files alone.
 *
 * @param key - 1 to 128 octets
 * @param effectiveBits - 1 to 1024
 * @throws RangeError if one of them is out of its bounds
 */
export function createRc2Decryptor(key: Uint8Array, effectiveBits: number): (block: Uint8Array) => Uint8Array {
  if (key.length < 1 || key.length > EXPANDED_OCTETS) throw new RangeError('"key" must have 1 to 128 octets')
  if (!Number.isInteger(effectiveBits) || effectiveBits < 1 || effectiveBits > 1024)
    throw new RangeError('"effectiveBits" must be 1 to 1024')
  const words = expandKey(key, effectiveBits)
  return (block) => decryptBlock(block, words)
}

/** RFC 2268 section 2: 64 words of 16 bits. */
function expandKey(key: Uint8Array, effectiveBits: number): Uint16Array {
  const table = Uint8Array.from({ length: 256 }, (_, index) =>
    Number.parseInt(PI_TABLE[index >> 5]?.slice((index & 31) * 2, (index & 31) * 2 + 2) ?? '', 16),
  )
  const octets = new Uint8Array(EXPANDED_OCTETS)
  const at = (index: number): number => octets[index] ?? 0
  const substitute = (value: number): number => table[value & 0xff] ?? 0
  octets.set(key)
  for (let index = key.length; index < EXPANDED_OCTETS; index += 1) {
    octets[index] = substitute(at(index - 1) + at(index - key.length))
  }
  const effectiveOctets = Math.ceil(effectiveBits / 8)
  const mask = 0xff >> (effectiveOctets * 8 - effectiveBits)
  const first = EXPANDED_OCTETS - effectiveOctets
  octets[first] = substitute(at(first) & mask)
  for (let index = first - 1; index >= 0; index -= 1)
    octets[index] = substitute(at(index + 1) ^ at(index + effectiveOctets))
  return Uint16Array.from({ length: 64 }, (_, index) => at(index * 2) | (at(index * 2 + 1) << 8))
}

/** RFC 2268 section 4. */
function decryptBlock(block: Uint8Array, words: Uint16Array): Uint8Array {
  const state = Uint16Array.from(
    { length: 4 },
    (_, index) => (block[index * 2] ?? 0) | ((block[index * 2 + 1] ?? 0) << 8),
  )
  const at = (index: number): number => state[index & 3] ?? 0
  for (let round = 15; round >= 0; round -= 1) {
    for (let index = 3; index >= 0; index -= 1) {
      const turn = TURNS[index] ?? 0
      const turned = (at(index) >>> turn) | (at(index) << (16 - turn))
      const mixed = (at(index + 3) & at(index + 2)) + (~at(index + 3) & at(index + 1))
      state[index] = turned - (words[round * 4 + index] ?? 0) - mixed
    }
    // Five rounds of mixing, one of mashing, six, one, five.
    if (round !== 11 && round !== 5) continue
    for (let index = 3; index >= 0; index -= 1) state[index] = at(index) - (words[at(index + 3) & 63] ?? 0)
  }
  return Uint8Array.from({ length: 8 }, (_, index) => (at(index >> 1) >> ((index & 1) * 8)) & 0xff)
}
