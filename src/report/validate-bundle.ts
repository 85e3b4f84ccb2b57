import { readDemands } from '../path/chain-options.ts'
import { parsePem, type PemExpectation } from '../pem/parse-pem.ts'
import type { BundleOptions } from './bundle-options.ts'
import type { BundleReport } from './bundle-report.ts'
import { judgeBundle, type BoxContents, type BundleContents } from './judge-bundle.ts'
import type { FormBox } from './locate-problem.ts'
import { readName } from './read-name.ts'

export type { BundleOptions } from './bundle-options.ts'
export type { BundleReport } from './bundle-report.ts'

/** A form with its boxes as they were filled in: PEM as text or as the bytes of a text file. */
export interface Bundle {
  readonly name?: string | undefined
  readonly privateKey: string | Uint8Array
  readonly certificate: string | Uint8Array
  /** May be left out, or blank. */
  readonly chain?: string | Uint8Array | undefined
}

const EXPECTATIONS: Readonly<Record<FormBox, PemExpectation>> = {
  privateKey: 'privateKey',
  certificate: 'certificate',
  chain: 'chain',
}

/**
 * Decides whether a bundle may be registered, and finds everything that is wrong with it in one go, each problem in the box that it belongs to.
 *
 * Reads the boxes (`parsePem`), proves the private key to be the certificate's (`verifyKeyMatch`), looks for the way to a root (`buildChain`),
 * asks about revocation if `revocation` is given (`checkRevocation`), and tells status (`computeStatus`) and coming alerts (`nextAlertDates`).
 * The same inputs give the same answer in a page and on a server.
 *
 * Taken with a warning: a full chain in the box of the certificate, any order, the certificate repeated in the chain, strangers, a root that
 * is missing and known (it is added), and damage that is safe to repair. Revocation that cannot be established is a warning, and the status
 * `unverifiable`, unless `requireRevocation`; without `revocation` it is not looked at, and the status goes by dates alone.
 *
 * Problems: all of the functions above; `name-empty`, `name-too-long`, `name-character`; `too-many-keys`; warnings `chain-in-certificate-box`
 * and `chain-completed`. Not checked: whether the name is taken, which only a registry knows.
 *
 * @throws TypeError, RangeError for arguments and options that are not what they must be
 * @throws the reason of `signal`
 * @throws CertkeepError `ERR_PART_NOT_LOADED` if a part of the library that a bundler splits off, such as what checks revocation, could not be loaded
 * @example
 * ```ts
 * const { ok, problems } = await validateBundle({ privateKey: keyPem, certificate: pem, chain: chainPem }, { anchors: mozillaRoots(), hostname: 'example.com' })
 * ```
 */
export async function validateBundle(bundle: Bundle, options: BundleOptions): Promise<BundleReport> {
  assertBundle(bundle)
  options.signal?.throwIfAborted()
  // Said before any work, whatever the boxes hold.
  const { atMs } = readDemands(options)
  const { report } = await judgeBundle(readBundle(bundle, options), options, new Date(atMs))
  return report
}

/** Reads the boxes of a form; nothing is judged but their text. */
export function readBundle(
  { name, privateKey, certificate, chain }: Bundle,
  { maxBytes }: Pick<BundleOptions, 'maxBytes'>,
): BundleContents {
  const read = (box: FormBox, input: string | Uint8Array): BoxContents =>
    parsePem(input, { expect: EXPECTATIONS[box], field: box, maxBytes })
  return {
    name: name === undefined ? undefined : readName(name),
    privateKey: read('privateKey', privateKey),
    certificate: read('certificate', certificate),
    chain: chain === undefined || isBlank(chain) ? undefined : read('chain', chain),
  }
}

/** A box that may be left out comes from a form as an empty text. */
function isBlank(input: string | Uint8Array): boolean {
  return typeof input === 'string'
    ? !/[^\s\uFEFF\u200B]/.test(input)
    : input.every((octet) => octet === 0x20 || (octet >= 0x09 && octet <= 0x0d))
}

/** @throws TypeError naming the box that holds neither text nor bytes */
export function assertBundle(bundle: unknown): asserts bundle is Bundle {
  if (typeof bundle !== 'object' || bundle === null) throw new TypeError('"bundle" must be an object')
  const { name, privateKey, certificate, chain }: Partial<Record<keyof Bundle, unknown>> = bundle
  if (name !== undefined && typeof name !== 'string') throw new TypeError('"name" must be a string')
  for (const [box, value] of Object.entries({ privateKey, certificate, chain })) {
    const isFilled = typeof value === 'string' || value instanceof Uint8Array
    if (!isFilled && !(box === 'chain' && value === undefined))
      throw new TypeError(`"${box}" must be a string or a Uint8Array`)
  }
}
