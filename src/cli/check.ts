import { createNodeVerifier } from '../node/create-node-verifier.ts'
import { buildChain, type ChainReport } from '../path/build-chain.ts'
import type { TrustAnchorInput } from '../path/trust-store.ts'
import { createProblem, sortProblems, type Problem } from '../problem/problem.ts'
import { describeCertificate } from '../report/describe-certificate.ts'
import {
  locateProblem,
  placeOf,
  type ChainPlaces,
  type FormBox,
  type PlacedCertificate,
} from '../report/locate-problem.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { BoxReport, CheckReport, PathReport, PathStep } from './check-report.ts'
import type { CliIo } from './cli-io.ts'
import type { CheckQuestion } from './command.ts'
import type { DistinctCertificate, KeyReport } from './inspect-report.ts'
import { loadRoots } from './load-roots.ts'
import { matchKeys } from './match-keys.ts'
import { readBox } from './read-box.ts'
import { validityState } from './validity-state.ts'

/**
 * Decides whether the certificate, key and chain in files may serve together, now or at another time, and says of
 * everything that is wrong in which of them it is.
 *
 * Everything is looked at whatever else is wrong. Nothing that a file can hold makes it reject. Not checked: revocation.
 */
export async function check(
  question: CheckQuestion,
  at: Date,
  io: Pick<CliIo, 'readFile' | 'readStdin'>,
): Promise<CheckReport> {
  const boxes = await readBoxes(question, at, io)
  const rootsBox = boxes.find(({ box }) => box === 'roots')
  const { anchors, report: roots } = await loadRoots(question.roots, rootsBox, at)
  const places = placeCertificates(boxes)
  const keys = await matchKeys(placedKeys(boxes), places === undefined ? [] : [distinct(places.leaf.certificate, at)])
  const path = places === undefined || anchors.length === 0 ? undefined : await findPath(question, at, anchors, places)
  const foundLater = [
    ...(places === undefined ? [] : findWrongStart(places.leaf, boxes, path?.problems ?? [])),
    ...keys.flatMap(({ problems }) => problems.map(inKeyBox)),
    ...(path?.problems ?? []),
  ]
  const located = boxes.map((box) => addProblems(box, foundLater))
  // A chain that was not given can lack something, too.
  const homeless = foundLater.filter(({ field }) => boxes.every(({ box }) => box !== field))
  const problems = sortProblems([...located.flatMap((box) => box.problems.map(({ problem }) => problem)), ...homeless])
  return {
    at,
    question,
    ok: isFit(boxes, keys, path?.report, problems),
    boxes: located,
    keys,
    path: path?.report,
    roots,
    problems,
  }
}

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

/** The end entity, and what was given beside it: first what its own box has more, then the chain. */
function placeCertificates(boxes: readonly BoxReport[]): Omit<ChainPlaces, 'chain'> | undefined {
  const ofBox = (wanted: FormBox): readonly PlacedCertificate[] =>
    boxes
      .filter(({ box }) => box === wanted)
      .flatMap(({ certificates }) =>
        certificates.map(({ certificate }, index) => ({ certificate, place: { box: wanted, index } })),
      )
  const body = ofBox('certificate')
  // A chain that stands upside down begins with a CA.
  const leaf = body.find(({ certificate }) => certificate.extensions.basicConstraints?.cA !== true) ?? body[0]
  if (leaf === undefined) return undefined
  return { leaf, given: [...body.filter((part) => part !== leaf), ...ofBox('chain')] }
}

/** Servers take the first certificate for their own. One wrong order is told of once. */
function findWrongStart(
  { certificate, place }: PlacedCertificate,
  boxes: readonly BoxReport[],
  known: readonly Problem[],
): readonly Problem[] {
  const first = boxes.find(({ box }) => box === place.box)?.certificates[0]?.certificate
  const isKnown = known.some(({ code, field }) => code === 'chain-order' && field === place.box)
  if (first === undefined || place.index === 0 || isKnown) return []
  const detail = { expected: certificate.subject.text, found: first.subject.text }
  return [createProblem('chain-order', detail, { field: place.box, certificate: 0 })]
}

function placedKeys(boxes: readonly BoxReport[]): Parameters<typeof matchKeys>[0] {
  return boxes.flatMap(({ keys }, file) => keys.map((key, object) => ({ ...key, place: { file, object } })))
}

function distinct(certificate: Certificate, at: Date): DistinctCertificate {
  return {
    place: { file: 0, object: 0 },
    certificate,
    info: describeCertificate(certificate),
    validity: validityState(certificate, at),
  }
}

function inKeyBox(problem: Problem): Problem {
  return { field: 'privateKey', ...problem }
}

async function findPath(
  { hostname, purpose, profile }: CheckQuestion,
  at: Date,
  anchors: readonly TrustAnchorInput[],
  { leaf, given }: Omit<ChainPlaces, 'chain'>,
): Promise<{ readonly report: PathReport; readonly problems: readonly Problem[] }> {
  const intermediates = given.map(({ certificate }) => certificate)
  const verifier = createNodeVerifier()
  const found = await buildChain(leaf.certificate, { anchors, intermediates, at, hostname, purpose, profile, verifier })
  const places = { chain: found.chain, leaf, given }
  const steps = stepsOf(found, places, at)
  const [shortest] = [...steps].sort((a, b) => Date.parse(a.info.notAfter) - Date.parse(b.info.notAfter))
  return {
    report: { ok: found.ok, steps, ending: endingOf(found), missing: found.missing, shortest },
    problems: found.problems.map((problem) => locateProblem(problem, places)),
  }
}

function endingOf({ anchor, missing, problems }: ChainReport): PathReport['ending'] {
  if (anchor !== undefined) return 'anchor'
  if (missing !== undefined) return 'issuer-missing'
  return problems.some(({ code }) => code === 'self-signed' || code === 'private-ca') ? 'untrusted-root' : 'broken'
}

function stepsOf({ chain, anchor }: ChainReport, places: ChainPlaces, at: Date): readonly PathStep[] {
  return chain.map((certificate, index) => ({
    info: describeCertificate(certificate),
    validity: validityState(certificate, at),
    place: placeOf(certificate, places)?.place,
    isAnchor: anchor !== undefined && index === chain.length - 1,
  }))
}

function addProblems(box: BoxReport, problems: readonly Problem[]): BoxReport {
  const own = problems.filter(({ field }) => field === box.box)
  const excerpts = new Map(box.problems.map(({ problem, excerpt }) => [problem, excerpt]))
  const all = sortProblems([...excerpts.keys(), ...own])
  return { ...box, problems: all.map((problem) => ({ problem, excerpt: excerpts.get(problem) })) }
}

/** What was not shown to be sound is not fit, also if no problem says so. */
function isFit(
  boxes: readonly BoxReport[],
  keys: readonly KeyReport[],
  path: PathReport | undefined,
  problems: readonly Problem[],
): boolean {
  const isComplete = boxes.every(({ state, box }) => state === 'read' && (box !== 'privateKey' || keys.length > 0))
  return (
    isComplete &&
    path?.ok === true &&
    keys.every(({ state }) => state === 'belongs') &&
    problems.every(({ severity }) => severity !== 'error')
  )
}
