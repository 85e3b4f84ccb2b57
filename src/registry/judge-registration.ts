import { sha256 } from '@noble/hashes/sha2.js'
import { hexOf } from '../der/hex.ts'
import type { PrivateKey } from '../keys/private-key.ts'
import { encodePem } from '../armor/encode-pem.ts'
import { createProblem, sortProblems, type Problem } from '../problem/problem.ts'
import { describeCertificate } from '../report/describe-certificate.ts'
import type { BundleVerdict } from '../report/judge-bundle.ts'
import type { Bundle } from '../report/validate-bundle.ts'
import type { Certificate } from '../x509/certificate.ts'
import { assessCertificate, type Assessment } from './assess-certificate.ts'
import type { CertificateRecord } from './certificate-record.ts'
import { compromisedKeyProblem, findKeySiblings, sharedKeyProblem } from './find-key-siblings.ts'
import type { RegistryContext } from './registry-context.ts'

/** The parts of a record that come from the certificate alone. */
export type CertificateFields = Pick<
  CertificateRecord,
  'info' | 'certificatePem' | 'chainPem' | 'fingerprint' | 'publicKeySha256' | 'primaryDomain' | 'domains'
>

/** A form that was judged, by itself and among what is registered. */
export interface Judgement {
  /** As it is kept; empty if it is none. */
  readonly name: string
  /** What is wrong and what is to be looked at, most helpful first. */
  readonly problems: readonly Problem[]
  readonly certificate: CertificateFields
  /** The end entity; `undefined` if none could be read. */
  readonly leaf: Certificate | undefined
  /** There only if nothing is wrong. */
  readonly sound: { readonly assessment: Assessment; readonly privateKey: PrivateKey } | undefined
}

/** Which record is to be replaced. */
export type Replaced = CertificateRecord | undefined

/** Judges a form for a registration, or for the replacement of a record. */
export async function judgeRegistration(
  context: RegistryContext,
  bundle: Bundle,
  at: Date,
  replaced: Replaced,
  signal: AbortSignal | undefined,
): Promise<Judgement> {
  const verdict = await context.engine.judge(bundle, at, signal)
  const certificate = certificateFields(verdict)
  const name = verdict.report.name ?? ''
  const found: readonly Problem[] = [
    ...verdict.report.problems,
    ...(await nameProblems(context, name, replaced, signal)),
    ...(await keyProblems(context, certificate, replaced, signal)),
  ]
  const assessment = assessVerdict(context, verdict, certificate, found, at, replaced)
  // What was known of this certificate before can refuse what the form alone does not.
  const isRevoked = assessment?.report.status === 'revoked'
  const problems = sortProblems(isRevoked ? [...found, ...unheard(assessment.report.problems, found)] : found)
  const isSound = verdict.report.ok && !problems.some(({ severity }) => severity === 'error')
  const { privateKey } = verdict
  return {
    name,
    problems,
    certificate,
    leaf: verdict.leaf?.certificate,
    sound: isSound && assessment !== undefined && privateKey !== undefined ? { assessment, privateKey } : undefined,
  }
}

function unheard(problems: readonly Problem[], known: readonly Problem[]): readonly Problem[] {
  return problems
    .filter(({ code, severity }) => severity === 'error' && !known.some((problem) => problem.code === code))
    .map((problem): Problem => ({ ...problem, field: 'certificate' }))
}

/** What the record would say of it. */
function assessVerdict(
  { policy }: RegistryContext,
  { report, leaf, path }: BundleVerdict,
  { fingerprint }: CertificateFields,
  problems: readonly Problem[],
  at: Date,
  replaced: Replaced,
): Assessment | undefined {
  if (leaf === undefined || path === undefined) return undefined
  const { certificate } = leaf
  const before = replaced?.fingerprint === fingerprint ? replaced : undefined
  const otherProblems = problems.filter(isOfForm)
  return assessCertificate({ certificate, path, revocation: report.revocation }, at, { policy, before, otherProblems })
}

/** Whether a problem is about the form and the key: what the status tells in its own words, and changes with time, is left out. */
export function isOfForm({ field, kind, severity }: Problem): boolean {
  return field !== undefined && severity === 'warning' && kind !== 'unverifiable' && kind !== 'not-current'
}

async function nameProblems(
  { store, namespace }: RegistryContext,
  name: string,
  replaced: Replaced,
  signal: AbortSignal | undefined,
): Promise<readonly Problem[]> {
  if (name === '' || name === replaced?.name) return []
  const [namesake] = await store.find(namespace, { name }, { signal })
  return namesake === undefined || namesake.id === replaced?.id ? [] : [nameTakenProblem(name)]
}

/** That another certificate has the name. */
export function nameTakenProblem(name: string): Problem {
  return createProblem('name-taken', { name }, { field: 'name' })
}

async function keyProblems(
  context: RegistryContext,
  { publicKeySha256 }: CertificateFields,
  replaced: Replaced,
  signal: AbortSignal | undefined,
): Promise<readonly Problem[]> {
  const all = await findKeySiblings(context, publicKeySha256, undefined, { signal })
  const shared = sharedKeyProblem(all.filter(({ id }) => id !== replaced?.id))
  const before = replaced?.publicKeySha256 === publicKeySha256 ? replaced.problems : []
  const compromised = compromisedKeyProblem(all, before)
  return [
    ...(shared === undefined ? [] : [shared]),
    // Known of a record it is a warning; nothing new is begun with such a key.
    ...(compromised === undefined ? [] : [{ ...compromised, severity: 'error' } as const]),
  ]
}

function certificateFields({ leaf, path }: BundleVerdict): CertificateFields {
  if (leaf === undefined) {
    return {
      info: null,
      certificatePem: null,
      chainPem: '',
      fingerprint: null,
      publicKeySha256: null,
      primaryDomain: null,
      domains: [],
    }
  }
  const { certificate } = leaf
  const rest = path?.chain.slice(1) ?? []
  return {
    info: describeCertificate(certificate),
    certificatePem: encodePem('CERTIFICATE', certificate.der),
    chainPem: rest.map(({ der }) => encodePem('CERTIFICATE', der)).join(''),
    fingerprint: certificate.fingerprint(),
    publicKeySha256: hexOf(sha256(certificate.publicKey.spki)),
    primaryDomain: certificate.primaryDomain ?? null,
    domains: domainsOf(certificate),
  }
}

function domainsOf({ subjectAltNames }: Certificate): readonly string[] {
  const domains = subjectAltNames.flatMap(({ kind, value }) => {
    if (kind === 'dns') return [value.toLowerCase()]
    return kind === 'ip' ? [value] : []
  })
  return [...new Set(domains)]
}
