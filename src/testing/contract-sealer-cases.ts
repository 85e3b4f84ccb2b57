import { isCertkeepError } from '../problem/certkeep-error.ts'
import type { KeySealer, SealContext } from '../registry/key-sealer.ts'
import { assertEqual, assertRejects, assertTrue } from './contract-assert.ts'
import type { ContractCase } from './contract-runner.ts'

/** Sealers for one test, each made anew: what matters is which of them know which keys. */
export interface SealerUnderTest {
  /** Seals under a key of its own. */
  readonly sealer: KeySealer
  /** Another instance of the same keys, as in another process. */
  readonly twin: KeySealer
  /** Knows none of those keys. */
  readonly stranger: KeySealer
  /** Seals under a newer key, and opens what the older one sealed, as after a rotation. */
  readonly rotated: KeySealer
  /** Knows the newer key only, as when the older one was put away. */
  readonly newest: KeySealer
}

const SECRET_TEXT = 'canary-in-the-key-0123456789abcdef'
const SECRET = new TextEncoder().encode(SECRET_TEXT)

const CONTEXT: SealContext = { recordId: 'record-1', namespace: 'customer-1', publicKeySha256: 'ab'.repeat(32) }

/** Contexts that differ from {@link CONTEXT} in one member, or could be put together to the same text as another. */
const OTHER_CONTEXTS: readonly SealContext[] = [
  { ...CONTEXT, recordId: 'record-2' },
  { ...CONTEXT, recordId: 'record-1 ' },
  { ...CONTEXT, recordId: 'RECORD-1' },
  { ...CONTEXT, namespace: 'customer-2' },
  { ...CONTEXT, publicKeySha256: 'ac'.repeat(32) },
  { ...CONTEXT, recordId: 'customer-1', namespace: 'record-1' },
  { ...CONTEXT, recordId: 'record-1customer-1', namespace: 'x' },
]

/** Pairs of contexts that a careless joining would take for one. */
const TWIN_CONTEXTS: readonly (readonly [SealContext, SealContext])[] = [
  [
    { ...CONTEXT, recordId: 'a', namespace: 'bc' },
    { ...CONTEXT, recordId: 'ab', namespace: 'c' },
  ],
  [
    { ...CONTEXT, recordId: 'a|b', namespace: 'c' },
    { ...CONTEXT, recordId: 'a', namespace: 'b|c' },
  ],
  [
    { ...CONTEXT, recordId: 'a\0b', namespace: 'c' },
    { ...CONTEXT, recordId: 'a', namespace: 'b\0c' },
  ],
  [
    { ...CONTEXT, recordId: 'a","b', namespace: 'c' },
    { ...CONTEXT, recordId: 'a', namespace: 'b","c' },
  ],
  [
    { ...CONTEXT, recordId: '\u00e9' },
    { ...CONTEXT, recordId: 'e\u0301' },
  ],
  [
    { ...CONTEXT, recordId: '\ud800' },
    { ...CONTEXT, recordId: '\ud801' },
  ],
]

/** The sealer's own error, of one of these codes, without a trace of the secret. */
async function assertSealerError(run: () => Promise<unknown>, codes: RegExp, what: string): Promise<void> {
  const error = await assertRejects(run, what)
  if (!isCertkeepError(error)) throw new Error(`${what}: expected an error of the sealer, but found ${String(error)}`)
  assertTrue(codes.test(error.code), `${what}: expected ${String(codes)}, but found ${error.code}`)
  const told = `${error.message} ${error.stack ?? ''} ${JSON.stringify(error)} ${JSON.stringify(error.detail)} ${String(error.cause)}`
  assertTrue(!told.includes(SECRET_TEXT), `${what}: the error holds the secret`)
}

const CHANGED = /^ERR_SEALER_(REFUSED|FORMAT|VERSION|UNKNOWN_KEY)$/

/** What a sealer does. */
export const SEALER_CASES: readonly ContractCase<SealerUnderTest>[] = [
  {
    name: 'opens what it sealed, byte for byte, of any length',
    check: async ({ sealer }) => {
      for (const length of [0, 1, 15, 16, 17, 1200, 65_537]) {
        const plaintext = Uint8Array.from({ length }, (_, index) => index % 251)
        const opened = await sealer.open(await sealer.seal(plaintext, CONTEXT), CONTEXT)
        assertEqual(opened, plaintext, `${length} octets`)
      }
    },
  },
  {
    name: 'opens what another instance with the same keys sealed',
    check: async ({ sealer, twin }) => {
      assertEqual(await twin.open(await sealer.seal(SECRET, CONTEXT), CONTEXT), SECRET, 'the secret')
    },
  },
  {
    name: 'seals the same key to other bytes each time, none of which show it',
    check: async ({ sealer }) => {
      const texts = new Set<string>()
      for (let round = 0; round < 20; round += 1) {
        const sealed = await sealer.seal(SECRET, CONTEXT)
        const text = Array.from(sealed, (octet) => String.fromCharCode(octet)).join('')
        assertTrue(!text.includes(SECRET_TEXT.slice(0, 8)), 'the secret shows')
        texts.add(text)
      }
      assertEqual(texts.size, 20, 'different seals')
    },
  },
  {
    name: 'refuses a context that differs in any member',
    check: async ({ sealer }) => {
      const sealed = await sealer.seal(SECRET, CONTEXT)
      for (const context of OTHER_CONTEXTS) {
        await assertSealerError(() => sealer.open(sealed, context), /^ERR_SEALER_REFUSED$/, JSON.stringify(context))
      }
      for (const [one, other] of TWIN_CONTEXTS) {
        const bound = await sealer.seal(SECRET, one)
        assertEqual(await sealer.open(bound, one), SECRET, 'the secret')
        await assertSealerError(() => sealer.open(bound, other), /^ERR_SEALER_REFUSED$/, JSON.stringify(other))
      }
    },
  },
  {
    name: 'refuses sealed bytes of which any one is changed',
    check: async ({ sealer }) => {
      const sealed = await sealer.seal(SECRET, CONTEXT)
      for (let index = 0; index < sealed.length; index += 1) {
        const changed = sealed.slice()
        changed[index] = (changed[index] ?? 0) ^ 1
        await assertSealerError(() => sealer.open(changed, CONTEXT), CHANGED, `octet ${index}`)
      }
    },
  },
  {
    name: 'refuses sealed bytes that are cut off or lengthened',
    check: async ({ sealer }) => {
      const sealed = await sealer.seal(SECRET, CONTEXT)
      for (let length = 0; length < sealed.length; length += 1) {
        await assertSealerError(
          () => sealer.open(sealed.slice(0, length), CONTEXT),
          CHANGED,
          `the first ${length} octets`,
        )
      }
      const longer = Uint8Array.from([...sealed, 0])
      await assertSealerError(() => sealer.open(longer, CONTEXT), CHANGED, 'one octet more')
    },
  },
  {
    name: 'refuses what is nothing sealed',
    check: async ({ sealer }) => {
      for (const bytes of [new Uint8Array(0), SECRET, new Uint8Array(200), new Uint8Array(200).fill(255)]) {
        await assertSealerError(() => sealer.open(bytes, CONTEXT), CHANGED, `${bytes.length} octets`)
      }
    },
  },
  {
    name: 'refuses by name what is sealed under a key that it was not given',
    check: async ({ sealer, stranger }) => {
      const sealed = await sealer.seal(SECRET, CONTEXT)
      await assertSealerError(() => stranger.open(sealed, CONTEXT), /^ERR_SEALER_UNKNOWN_KEY$/, 'a stranger')
    },
  },
  {
    name: 'opens after a rotation what was sealed before it, and seals under the newer key',
    check: async ({ sealer, rotated, newest }) => {
      assertEqual(await rotated.open(await sealer.seal(SECRET, CONTEXT), CONTEXT), SECRET, 'sealed before')
      const sealed = await rotated.seal(SECRET, CONTEXT)
      assertEqual(await newest.open(sealed, CONTEXT), SECRET, 'sealed after')
      await assertSealerError(() => sealer.open(sealed, CONTEXT), /^ERR_SEALER_UNKNOWN_KEY$/, 'without the newer key')
    },
  },
  {
    name: 'rewraps what was sealed before a rotation, bound as it was',
    check: async ({ sealer, rotated, newest }) => {
      if (rotated.rewrap === undefined) return
      const sealed = await sealer.seal(SECRET, CONTEXT)
      const rewrapped = await rotated.rewrap(sealed, CONTEXT)
      assertEqual(await newest.open(rewrapped, CONTEXT), SECRET, 'the secret')
      assertEqual(await rotated.rewrap(rewrapped, CONTEXT), rewrapped, 'what is rewrapped again')
      assertEqual(await rotated.open(sealed, CONTEXT), SECRET, 'what was rewrapped')
      const { rewrap } = rotated
      for (const context of OTHER_CONTEXTS) {
        await assertSealerError(() => newest.open(rewrapped, context), /^ERR_SEALER_REFUSED$/, JSON.stringify(context))
        await assertSealerError(
          () => rewrap(sealed, context),
          /^ERR_SEALER_REFUSED$/,
          `rewrapping for ${JSON.stringify(context)}`,
        )
      }
    },
  },
  {
    name: 'refuses by name to rewrap what is sealed under a key that it was not given',
    check: async ({ sealer, stranger, newest, rotated }) => {
      if (rotated.rewrap === undefined || newest.rewrap === undefined) return
      const sealed = await sealer.seal(SECRET, CONTEXT)
      const [rewrap, rewrapByNewest] = [rotated.rewrap, newest.rewrap]
      const unknown = /^ERR_SEALER_UNKNOWN_KEY$/
      await assertSealerError(() => rewrapByNewest(sealed, CONTEXT), unknown, 'without the older key')
      const foreign = await stranger.seal(SECRET, CONTEXT)
      await assertSealerError(() => rewrap(foreign, CONTEXT), unknown, "a stranger's")
    },
  },
  {
    name: 'is not changed by what is done to arguments and answers, and changes none',
    check: async ({ sealer }) => {
      const plaintext = SECRET.slice()
      const context = { ...CONTEXT }
      const sealing = sealer.seal(plaintext, context)
      plaintext.fill(0)
      context.recordId = 'record-2'
      const sealed = await sealing
      const given = sealed.slice()
      const opening = sealer.open(given, CONTEXT)
      given.fill(0)
      const opened = await opening
      assertEqual(opened, SECRET, 'the secret')
      opened.fill(0)
      assertEqual(await sealer.open(sealed, CONTEXT), SECRET, 'the secret once more')
      const kept = SECRET.slice()
      await sealer.seal(kept, CONTEXT)
      assertEqual(kept, SECRET, 'the plaintext')
    },
  },
  {
    name: 'does many at the same time',
    check: async ({ sealer }) => {
      const numbers = Array.from({ length: 50 }, (_, index) => index)
      const contextOf = (index: number): SealContext => ({ ...CONTEXT, recordId: String(index) })
      const opened = await Promise.all(
        numbers.map(async (index) =>
          sealer.open(await sealer.seal(Uint8Array.of(index), contextOf(index)), contextOf(index)),
        ),
      )
      assertEqual(
        opened.map(([octet]) => octet),
        numbers,
        'what was opened',
      )
    },
  },
  {
    name: 'rejects with the reason of a signal that was aborted before',
    check: async ({ sealer, rotated }) => {
      const signal = AbortSignal.abort('enough')
      const sealed = await sealer.seal(SECRET, CONTEXT)
      assertEqual(await assertRejects(() => sealer.seal(SECRET, CONTEXT, { signal }), 'seal'), 'enough', 'the reason')
      assertEqual(await assertRejects(() => sealer.open(sealed, CONTEXT, { signal }), 'open'), 'enough', 'the reason')
      const { rewrap } = rotated
      if (rewrap === undefined) return
      assertEqual(await assertRejects(() => rewrap(sealed, CONTEXT, { signal }), 'rewrap'), 'enough', 'the reason')
    },
  },
]
