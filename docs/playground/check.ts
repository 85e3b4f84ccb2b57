import {
  describeAlert,
  describeCertificate,
  loadProblemTexts,
  parsePem,
  validateBundle,
  type BundleReport,
  type CertificateInfo,
  type PemReport,
  type Problem,
} from 'certkeep'

/** What is in a box: its text, or the bytes of a file that is no text. */
export type BoxContent = string | Uint8Array

/** The boxes that hold PEM, from top to bottom. `roots` are those to trust instead of the public ones. */
export const BOXES = ['privateKey', 'certificate', 'chain', 'roots'] as const
export type Box = (typeof BOXES)[number]

/** The form as it is filled in at one moment. */
export interface Form extends Readonly<Record<Box, BoxContent>> {
  readonly name: string
}

/**
 * - `incomplete`: nothing wrong so far, but the certificate or its key is missing
 * - `no-roots`: nothing wrong in the boxes, but the public roots could not be loaded to judge the chain
 */
export type Verdict = 'empty' | 'incomplete' | 'no-roots' | 'bad' | 'ok'

/** All that the page shows. */
export interface Finding {
  readonly verdict: Verdict
  readonly at: Date
  readonly report: BundleReport
  /** The report's chain as plain data, leaf first. */
  readonly chain: readonly CertificateInfo[]
  readonly problems: Readonly<Record<Box | 'name', readonly Problem[]>>
  /** Those of all boxes that keep the certificate from use, most helpful first. */
  readonly errors: readonly Problem[]
  /** The boxes that must be filled in and are not. */
  readonly missing: readonly Box[]
  /** What to put into a box in which nothing is wrong but damage that could be repaired. */
  readonly repairs: Readonly<Partial<Record<Box, string>>>
}

export { describeAlert, loadProblemTexts }

/** Judges a form. This is all that a page of your own needs of the library; the rest is drawing. */
export async function checkForm(form: Form, at: Date, signal: AbortSignal): Promise<Finding> {
  const { name, privateKey, certificate, chain } = form
  const ownRoots = isBlank(form.roots) ? undefined : parsePem(form.roots, { expect: 'chain' })
  const anchors = ownRoots?.certificates ?? (isBlank(certificate) ? [] : await loadPublicRoots())
  const bundle = { name: isBlank(name) ? undefined : name, privateKey, certificate, chain }
  const report = await validateBundle(bundle, { anchors: anchors ?? [], at, signal })
  await breathe()

  // A box that nobody has filled in yet is not wrong.
  const found = report.problems.filter(({ code, field }) => !(code === 'pem-empty' && isBlank(form[field ?? 'chain'])))
  const fair = anchors === undefined ? found.filter(isIndependentOfRoots) : found
  const problems = {
    name: fair.filter(({ field }) => field === 'name'),
    privateKey: fair.filter(({ field }) => field === 'privateKey'),
    certificate: fair.filter(({ field }) => field === 'certificate'),
    chain: fair.filter(({ field = 'chain' }) => field === 'chain'),
    roots: ownRoots?.problems ?? [],
  }
  const errors = [...fair, ...problems.roots].filter(({ severity }) => severity === 'error')
  const missing = (['privateKey', 'certificate'] as const).filter((box) => isBlank(form[box]))
  const isEmpty = BOXES.every((box) => isBlank(form[box]))
  return {
    verdict: judge(report.ok && errors.length === 0),
    at,
    report,
    chain: report.certificates.map((part) => describeCertificate(part)),
    problems,
    errors,
    missing,
    repairs: findRepairs(form, problems),
  }

  function judge(isFit: boolean): Verdict {
    if (errors.length > 0) return 'bad'
    if (missing.length > 0) return isEmpty ? 'empty' : 'incomplete'
    if (anchors === undefined) return 'no-roots'
    return isFit ? 'ok' : 'bad'
  }
}

/** A megabyte takes a while to read: between two such pieces of work the page reacts to what is typed. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve))
}

/** 130 kB, and so loaded when they are first needed. Without a connection there may be none. */
async function loadPublicRoots(): Promise<BundleAnchors | undefined> {
  try {
    const { mozillaRoots } = await import('certkeep/roots')
    return mozillaRoots()
  } catch {
    return undefined
  }
}

type BundleAnchors = Parameters<typeof validateBundle>[1]['anchors']

function isIndependentOfRoots({ kind }: Problem): boolean {
  return kind !== 'not-public' && kind !== 'incomplete-chain'
}

const EXPECTATIONS = { privateKey: 'privateKey', certificate: 'certificate', chain: 'chain', roots: 'chain' } as const

/** Safe is a box without errors in its text: what was read there is all there is, and `normalized` is the same, clean. */
function findRepairs(form: Form, problems: Finding['problems']): Finding['repairs'] {
  const repairs: Partial<Record<Box, string>> = {}
  for (const box of BOXES) {
    if (!problems[box].some(({ code }) => code === 'pem-repaired')) continue
    const { ok, normalized }: PemReport = parsePem(form[box], { expect: EXPECTATIONS[box] })
    if (ok) repairs[box] = normalized
  }
  return repairs
}

function isBlank(content: BoxContent): boolean {
  return typeof content === 'string' ? content.trim() === '' : content.length === 0
}
