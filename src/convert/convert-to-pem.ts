import { parsePem, type PemBlock } from '../pem/parse-pem.ts'
import type { ConvertedContainer, LeftOutObject } from '../problem/convert-problems.ts'
import type { PemObject } from '../problem/pem-problems.ts'
import { createProblem, type Problem } from '../problem/problem.ts'
import { createObjectCollector, type ObjectCollector } from './collect-objects.ts'
import { problemOfFailure } from './conversion-failure.ts'
import { createConvertReport, type ConvertReport } from './convert-report.ts'
import type { Passphrase } from './decrypt-content.ts'
import { decryptLegacyPem } from './decrypt-legacy-pem.ts'
import { decryptPrivateKey } from './decrypt-private-key.ts'
import { identifyInput, type ConvertForm } from './identify-input.ts'
import { orderCertificates } from './order-certificates.ts'
import { passphraseForms, wipeForms } from './passphrase.ts'
import { readPkcs12 } from './read-pkcs12.ts'
import { readPkcs7 } from './read-pkcs7.ts'
import type { WorkLimits } from './work-limits.ts'

/** How {@link convertToPem} is to open and bound what it is given. */
export interface ConvertOptions {
  /** As the text that was typed, or as bytes in UTF-8. None and an empty one are the same. */
  readonly passphrase?: string | Uint8Array | undefined
  /**
   * Largest size of the input in bytes, of a string those of its UTF-8 form.
   *
   * @defaultValue 1048576
   */
  readonly maxBytes?: number | undefined
  /**
   * Most iterations of a key derivation, and of all of them together, where each counts as often as a longer key has it gone through.
   *
   * @defaultValue 10000000
   */
  readonly maxIterations?: number | undefined
  /**
   * Most memory that scrypt may take, in bytes.
   *
   * @defaultValue 134217728
   */
  readonly maxMemoryBytes?: number | undefined
  /** Gives up between two steps; its reason is what the promise rejects with. */
  readonly signal?: AbortSignal | undefined
}

/** 1 MiB: some five hundred certificates. */
const DEFAULT_MAX_BYTES = 1_048_576

/** Up to half a minute of work in JavaScript, some seconds in WebCrypto; honest files have 1 to 1 000 000. */
const DEFAULT_MAX_ITERATIONS = 10_000_000

/** 128 MiB: four times what OpenSSL allows, and eight times what it writes. */
const DEFAULT_MAX_MEMORY_BYTES = 134_217_728

/** What a binary object was taken for where it has no better name. */
const CONTAINERS: Readonly<Partial<Record<ConvertForm, ConvertedContainer>>> = {
  pkcs12: 'pkcs12',
  pkcs7: 'pkcs7',
  encryptedPrivateKey: 'encrypted-pkcs8',
}

/** Objects that have no box and may stand beside those that have. */
const BYSTANDERS: ReadonlyMap<PemObject, LeftOutObject> = /* @__PURE__ */ new Map<PemObject, LeftOutObject>([
  ['crl', 'crl'],
  ['publicKey', 'publicKey'],
  ['certificateRequest', 'certificateRequest'],
  ['parameters', 'parameters'],
])

/**
 * Turns what keys and certificates are kept in into what the three boxes of a registration take: private key,
 * certificate and chain as clean PEM.
 *
 * Opened are PKCS#12 (RFC 7292; PBES2, the old schemes with Triple DES and RC2, MACs by RFC 7292 and RFC 9579), PKCS#7 (RFC 5652), both
 * also in BER; encrypted PKCS#8 (RFC 5958; PBKDF2, scrypt); OpenSSL's encrypted PEM; certificates and keys in DER; and PEM text
 * with any of these, however damaged, as `parsePem` reads it. A Java keystore is named for what it is and must be exported first.
 *
 * The certificate is the one that the private key belongs to, which is proven; without a key, the one that has issued no
 * other. Its issuers are put in order by name. Nothing is dropped silently. Not checked: whether anything is current or
 * trusted, or a signature right; `buildChain` and `validateBundle` do.
 *
 * Everything that a file can be is an answer in the report: `passphrase-missing`, `passphrase-wrong`, `encryption-unsupported`,
 * `container-out-of-bounds`, `container-malformed`, `container-unsupported`, `container-empty`, `several-private-keys`, warnings
 * `certificate-left-out` and `object-left-out`, and the problems of `parsePem`, of keys and of certificates. None holds anything of
 * a key or passphrase. Runs in browsers; the copies made here are overwritten afterwards as far as JavaScript allows.
 *
 * @throws TypeError if `input` is neither a string nor a `Uint8Array`, or an option is of the wrong type
 * @throws RangeError if a limit is not a whole number from 0 on
 * @example
 * ```ts
 * const { ok, privateKey, certificate, chain, problems } = await convertToPem(bytes, { passphrase })
 * ```
 */
export async function convertToPem(input: string | Uint8Array, options: ConvertOptions = {}): Promise<ConvertReport> {
  const { maxBytes, limits, passphrase } = checkOptions(input, options)
  limits.signal?.throwIfAborted()
  // A copy, so that what is done to the input while this waits changes nothing.
  const bytes = typeof input === 'string' ? undefined : new Uint8Array(input)
  const isEmpty = passphrase === undefined || passphrase.length === 0
  const opened: Passphrase = { forms: passphraseForms(passphrase), isGiven: !isEmpty }
  const reading: Reading = { passphrase: opened, collector: createObjectCollector(), limits }
  try {
    const form = await readInput(typeof input === 'string' ? input : (bytes ?? input), maxBytes, reading)
    return await reportOn(form, reading.collector)
  } finally {
    wipeForms(opened.forms)
    bytes?.fill(0)
  }
}

/** What is handed down while an input is read. */
interface Reading {
  readonly passphrase: Passphrase
  readonly collector: ObjectCollector
  readonly limits: WorkLimits
}

async function readInput(input: string | Uint8Array, maxBytes: number, reading: Reading): Promise<ConvertForm> {
  if (typeof input !== 'string') {
    if (input.length > maxBytes) {
      reading.collector.addProblem(createProblem('pem-too-large', { bytes: input.length, maxBytes }))
      return 'unknown'
    }
    const form = identifyInput(input)
    if (form !== 'text') {
      await readObject(form, input, reading)
      return form
    }
  }
  await readText(input, maxBytes, reading)
  return 'text'
}

/** Reads one binary object. */
async function readObject(form: PemObject, bytes: Uint8Array, reading: Reading): Promise<void> {
  const { collector } = reading
  switch (form) {
    case 'certificate':
      collector.addCertificateDer(bytes)
      return
    case 'privateKey':
      collector.addPrivateKeyDer(bytes)
      return
    case 'pkcs12':
    case 'pkcs7':
    case 'encryptedPrivateKey':
      return openContainer(form, bytes, reading)
    default:
      collector.addProblem(createProblem('pem-unexpected-object', { expected: 'any', found: form }))
  }
}

async function openContainer(
  form: 'pkcs12' | 'pkcs7' | 'encryptedPrivateKey',
  bytes: Uint8Array,
  reading: Reading,
): Promise<void> {
  const container = CONTAINERS[form] ?? 'pkcs12'
  const { collector } = reading
  try {
    if (form === 'pkcs12') await readPkcs12(bytes, reading)
    else if (form === 'pkcs7') readPkcs7(bytes, collector)
    else await decryptPrivateKey(bytes, container, reading)
  } catch (error) {
    collector.addProblem(problemOfFailure(error, container))
  }
  const isNothing = collector.certificates.length + collector.privateKeys.length === 0
  const isExplained = collector.problems().some(({ severity }) => severity === 'error')
  if (isNothing && !isExplained) collector.addProblem(createProblem('container-empty', { container }))
}

/** Reads PEM text, and opens what `parsePem` only names. */
async function readText(input: string | Uint8Array, maxBytes: number, reading: Reading): Promise<void> {
  const { collector } = reading
  const { certificates, privateKeys, blocks, problems } = parsePem(input, { maxBytes })
  for (const certificate of certificates) collector.addCertificate(certificate)
  for (const privateKey of privateKeys) collector.addPrivateKey(privateKey)
  const bystanders: Problem[] = []
  for (const problem of problems) {
    const block = blocks.find(({ start }) => start.offset === problem.at?.offset)
    if (problem.code === 'pem-unexpected-object' && BYSTANDERS.has(problem.detail.found)) bystanders.push(problem)
    else if (block === undefined || !(await openBlock(block, problem, reading))) collector.addProblem(problem)
  }
  const isNothing = collector.certificates.length + collector.privateKeys.length === 0
  for (const problem of bystanders) addBystander(problem, isNothing ? 'refused' : 'left out', collector)
}

/** Opens the block that a problem is about; whether it is one that can be opened. */
async function openBlock({ headers, der }: PemBlock, problem: Problem, reading: Reading): Promise<boolean> {
  if (problem.code === 'pem-unexpected-object') {
    const { found } = problem.detail
    if (found !== 'pkcs12' && found !== 'pkcs7') return false
    await openContainer(found, der, reading)
    return true
  }
  if (problem.code !== 'key-encrypted' || problem.detail.container === 'openssh') return false
  if (problem.detail.container === 'pkcs8') {
    await openContainer('encryptedPrivateKey', der, reading)
    return true
  }
  try {
    decryptLegacyPem(headers, der, reading.passphrase, reading.collector)
  } catch (error) {
    reading.collector.addProblem(problemOfFailure(error, 'encrypted-pem'))
  }
  return true
}

/** What has no box is an error only where there is nothing else. */
function addBystander(problem: Problem, verdict: 'refused' | 'left out', collector: ObjectCollector): void {
  if (problem.code !== 'pem-unexpected-object') return
  const object = BYSTANDERS.get(problem.detail.found)
  if (verdict === 'refused' || object === undefined) collector.addProblem(problem)
  else collector.leaveOut(object)
}

async function reportOn(form: ConvertForm, collector: ObjectCollector): Promise<ConvertReport> {
  const { certificates, privateKeys } = collector
  const [privateKey, ...more] = privateKeys
  if (more.length > 0) collector.addProblem(createProblem('several-private-keys', { count: privateKeys.length }))
  const chosen = more.length > 0 ? undefined : privateKey
  const { certificate, chain, problems } = await orderCertificates(certificates, chosen)
  return createConvertReport(
    form,
    { privateKey: chosen, certificate, chain },
    [...privateKeys],
    [...collector.problems(), ...problems],
  )
}

interface CheckedOptions {
  readonly passphrase: string | Uint8Array | undefined
  readonly maxBytes: number
  readonly limits: WorkLimits
}

function checkOptions(input: unknown, options: ConvertOptions): CheckedOptions {
  if (typeof input !== 'string' && !(input instanceof Uint8Array)) {
    throw new TypeError('"input" must be a string or a Uint8Array')
  }
  const { passphrase, signal } = options
  if (passphrase !== undefined && typeof passphrase !== 'string' && !isBytes(passphrase)) {
    throw new TypeError('"passphrase" must be a string or a Uint8Array')
  }
  const maxIterations = checkLimit('maxIterations', options.maxIterations, DEFAULT_MAX_ITERATIONS)
  const maxMemoryBytes = checkLimit('maxMemoryBytes', options.maxMemoryBytes, DEFAULT_MAX_MEMORY_BYTES)
  return {
    passphrase,
    maxBytes: checkLimit('maxBytes', options.maxBytes, DEFAULT_MAX_BYTES),
    limits: { maxIterations, maxMemoryBytes, signal, iterations: 0, scryptOctets: 0 },
  }
}

function isBytes(value: unknown): boolean {
  return value instanceof Uint8Array
}

function checkLimit(name: string, value: unknown, otherwise: number): number {
  if (value === undefined) return otherwise
  if (typeof value !== 'number') throw new TypeError(`"${name}" must be a number`)
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`"${name}" must be a whole number from 0 on`)
  return value
}
