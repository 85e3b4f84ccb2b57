import { encodePem } from '../armor/encode-pem.ts'
import { createNodeVerifier } from '../node/create-node-verifier.ts'
import type { ChainReport } from '../path/build-chain.ts'
import type { TrustAnchorInput } from '../path/trust-store.ts'
import { sortProblems, type Problem, type ProblemCode } from '../problem/problem.ts'
import type { BundleOptions } from '../report/bundle-options.ts'
import { describeCertificate } from '../report/describe-certificate.ts'
import { judgeBundle, type BoxContents, type BundleVerdict } from '../report/judge-bundle.ts'
import { placeOf } from '../report/locate-problem.ts'
import { readName } from '../report/read-name.ts'
import type { BoxName, BoxReport, CheckReport, OutputReport, PathReport, PathStep } from './check-report.ts'
import type { CliIo } from './cli-io.ts'
import type { CheckQuestion } from './command.ts'
import type { KeyReport } from './inspect-report.ts'
import { loadRoots } from './load-roots.ts'
import { readBox } from './read-box.ts'
import { readEvidence } from './read-evidence.ts'
import { validityState } from './validity-state.ts'

/** What a console's form is told of, and a file for a server is not: it may hold the whole chain, and need not hold the root. */
const FORM_ONLY: readonly ProblemCode[] = ['chain-in-certificate-box', 'chain-completed']

/**
 * Decides whether the certificate, key and chain in files may serve together, now or at another time, and says of
 * everything that is wrong in which of them it is.
 *
 * Everything is looked at whatever else is wrong. Nothing that a file can hold makes it reject. Revocation is looked at
 * only if the question says so.
 */
export async function check(
  question: CheckQuestion,
  at: Date,
  io: Pick<CliIo, 'readFile' | 'readStdin' | 'writeFile' | 'fetcher'>,
): Promise<CheckReport> {
  const boxes = await readBoxes(question, at, io)
  const rootsBox = boxes.find(({ box }) => box === 'roots')
  const { anchors, report: roots } = await loadRoots(question.roots, rootsBox, at)
  const evidence = await readEvidence(question.revocation, io)
  const contents = {
    name: question.name === undefined ? undefined : readName(question.name),
    privateKey: contentsOf('privateKey', boxes),
    certificate: contentsOf('certificate', boxes) ?? NOTHING,
    chain: contentsOf('chain', boxes),
  }
  const verdict = await judgeBundle(contents, bundleOptions(question, anchors, evidence.options, io), at)
  const path = pathOf(verdict, at)
  const found = verdict.report.problems.filter(({ code }) => !FORM_ONLY.includes(code))
  const located = boxes.map((box) => addProblems(box, found))
  const rootProblems = rootsBox === undefined ? [] : rootsBox.problems.map(({ problem }) => problem)
  const problems = sortProblems([...found, ...rootProblems])
  const keys = keysOf(boxes, verdict)
  const isRead = [...boxes, ...evidence.files].every(({ state }) => state === 'read')
  const ok = isRead && verdict.report.ok && problems.every(({ severity }) => severity !== 'error')
  return {
    at,
    question,
    ok,
    boxes: located,
    keys,
    path,
    roots,
    evidence: evidence.files,
    revocation: verdict.report.revocation,
    status: verdict.report.status,
    alerts: ok ? verdict.report.alerts : [],
    output: await writeChain(question.outputFile, verdict, io),
    problems,
  }
}

const NOTHING: BoxContents = { certificates: [], privateKeys: [], problems: [] }

async function readBoxes(
  { certificateFile, privateKeyFile, chainFile, roots }: CheckQuestion,
  at: Date,
  io: Pick<CliIo, 'readFile' | 'readStdin'>,
): Promise<readonly BoxReport[]> {
  const boxes = [await readBox('certificate', certificateFile, at, io)]
  if (privateKeyFile !== undefined) boxes.push(await readBox('privateKey', privateKeyFile, at, io))
  if (chainFile !== undefined) boxes.push(await readBox('chain', chainFile, at, io))
  if (roots.kind === 'file') boxes.push(await readBox('roots', roots.file, at, io))
  return boxes
}

function contentsOf(wanted: BoxName, boxes: readonly BoxReport[]): BoxContents | undefined {
  const box = boxes.find(({ box: name }) => name === wanted)
  if (box === undefined) return undefined
  return {
    certificates: box.certificates.map(({ certificate }) => certificate),
    privateKeys: box.keys.map(({ key }) => key),
    problems: box.problems.map(({ problem }) => problem),
  }
}

function bundleOptions(
  { hostname, purpose, profile, revocation }: CheckQuestion,
  anchors: readonly TrustAnchorInput[],
  evidence: Awaited<ReturnType<typeof readEvidence>>['options'],
  { fetcher }: Pick<CliIo, 'fetcher'>,
): BundleOptions {
  const demands = { anchors, hostname, purpose, profile, verifier: createNodeVerifier() }
  switch (revocation.kind) {
    case 'not-asked':
      return demands
    case 'files':
      return { ...demands, revocation: evidence }
    case 'network':
      return { ...demands, revocation: { ...evidence, fetcher } }
  }
}

/** What became of each private key, in the order of its box. */
function keysOf(boxes: readonly BoxReport[], { leaf, keyMatches }: BundleVerdict): readonly KeyReport[] {
  return boxes.flatMap(({ keys }, file) =>
    keys.map(({ key }, object): KeyReport => {
      const match = keyMatches[object]
      const place = { file, object }
      if (leaf === undefined) return { place, key, state: 'no-certificate', belongsTo: [], problems: [] }
      if (match === undefined) return { place, key, state: 'not-checked', belongsTo: [], problems: [] }
      const state = match.matches ? 'belongs' : 'belongs-to-none'
      return { place, key, state, belongsTo: match.matches ? [0] : [], problems: match.problems }
    }),
  )
}

function pathOf({ path, leaf, given }: BundleVerdict, at: Date): PathReport | undefined {
  if (path === undefined || leaf === undefined) return undefined
  const steps = path.chain.map((certificate, index): PathStep => {
    const place = placeOf(certificate, { leaf, given })?.place
    const isAnchor = path.anchor !== undefined && index === path.chain.length - 1
    return { info: describeCertificate(certificate), validity: validityState(certificate, at), place, isAnchor }
  })
  const [shortest] = [...steps].sort((a, b) => Date.parse(a.info.notAfter) - Date.parse(b.info.notAfter))
  return { ok: path.ok, steps, ending: endingOf(path), missing: path.missing, shortest }
}

function endingOf({ anchor, missing, problems }: ChainReport): PathReport['ending'] {
  if (anchor !== undefined) return 'anchor'
  if (missing !== undefined) return 'issuer-missing'
  return problems.some(({ code }) => code === 'self-signed' || code === 'private-ca') ? 'untrusted-root' : 'broken'
}

function addProblems(box: BoxReport, problems: readonly Problem[]): BoxReport {
  if (box.box === 'roots') return box
  const excerpts = new Map(box.problems.map(({ problem, excerpt }) => [problem, excerpt]))
  const own = problems.filter(({ field }) => field === box.box)
  return { ...box, problems: own.map((problem) => ({ problem, excerpt: excerpts.get(problem) })) }
}

/** Only a chain that leads to a root is of use to a server. */
async function writeChain(
  file: string | undefined,
  { path }: BundleVerdict,
  { writeFile }: Pick<CliIo, 'writeFile'>,
): Promise<OutputReport | undefined> {
  if (file === undefined) return undefined
  if (path?.anchor === undefined) return { state: 'no-chain' }
  const text = path.chain.map(({ der }) => encodePem('CERTIFICATE', der)).join('')
  const result = await writeFile(file, text)
  return result.kind === 'written' ? { state: 'written' } : { state: 'failed', code: result.code }
}
