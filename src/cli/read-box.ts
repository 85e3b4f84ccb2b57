import { textFromBytes } from '../armor/text-from-bytes.ts'
import { identifyBinary } from '../pem/identify-foreign.ts'
import { parsePem, type PemExpectation } from '../pem/parse-pem.ts'
import type { PemObject } from '../problem/pem-problems.ts'
import { createProblem, type ProblemPlace } from '../problem/problem.ts'
import type { BoxName, BoxReport } from './check-report.ts'
import type { CliIo, InputResult } from './cli-io.ts'
import { MAX_INPUT_BYTES } from './inspect.ts'
import { inspectBlocks } from './inspect-blocks.ts'
import { inspectDer } from './inspect-der.ts'
import { addExcerpts } from './inspect-input.ts'
import type { InputFindings, InspectedCertificate, InspectedKey, InspectedObject } from './inspect-report.ts'

/** A box of a form takes what the library takes; a file of roots may be as long as a system has it. */
const MAX_BYTES: Readonly<Record<BoxName, number>> = {
  certificate: 1_048_576,
  privateKey: 1_048_576,
  chain: 1_048_576,
  roots: MAX_INPUT_BYTES,
}

const EXPECTATIONS: Readonly<Record<BoxName, Exclude<PemExpectation, 'any'>>> = {
  certificate: 'certificate',
  privateKey: 'privateKey',
  chain: 'chain',
  roots: 'certificate',
}

/** Reads a file as what it was given as: PEM text with whatever damage, or one binary object. Never rejects for what a file can hold. */
export async function readBox(
  box: BoxName,
  name: string,
  at: Date,
  io: Pick<CliIo, 'readFile' | 'readStdin'>,
): Promise<BoxReport> {
  const input = name === '-' ? await io.readStdin(MAX_INPUT_BYTES) : await io.readFile(name, MAX_INPUT_BYTES)
  return judgeBox(box, name, at, input)
}

function judgeBox(box: BoxName, name: string, at: Date, input: InputResult): BoxReport {
  if (input.kind === 'unreadable') {
    const { reason, code } = input
    const nothing = { certificates: [], keys: [], problems: [] }
    return { box, name, state: 'unreadable', reason, code, form: 'text', bytes: 0, ...nothing }
  }
  const { bytes } = input
  const binary = identifyBinary(bytes)
  const { objects, problems } = binary === undefined ? judgeText(bytes, box, at) : judgeDer(bytes, binary, box, at)
  return {
    box,
    name,
    state: 'read',
    reason: undefined,
    code: '',
    form: binary === undefined ? 'text' : 'der',
    bytes: bytes.length,
    certificates: objects.filter(isCertificate),
    keys: objects.filter(isKey),
    problems: addExcerpts(problems, binary === undefined ? textFromBytes(bytes) : ''),
  }
}

function judgeText(bytes: Uint8Array, box: BoxName, at: Date): InputFindings {
  const report = parsePem(bytes, { expect: EXPECTATIONS[box], maxBytes: MAX_BYTES[box], ...fieldOf(box) })
  return { objects: inspectBlocks(report, at), problems: report.problems }
}

function judgeDer(bytes: Uint8Array, found: PemObject, box: BoxName, at: Date): InputFindings {
  const { length } = bytes
  const maxBytes = MAX_BYTES[box]
  if (length > maxBytes) {
    return { objects: [], problems: [createProblem('pem-too-large', { bytes: length, maxBytes }, fieldOf(box))] }
  }
  if (found !== 'der' && found !== 'encryptedPrivateKey') return refuse(found, box)
  const wanted = EXPECTATIONS[box] === 'privateKey' ? 'privateKey' : 'certificate'
  const { objects, problems } = inspectDer(bytes, at, wanted)
  const [object] = objects
  const isStranger = (object?.kind === 'certificate' || object?.kind === 'privateKey') && object.kind !== wanted
  if (isStranger) return refuse(object.kind, box)
  return { objects, problems: problems.map((problem) => ({ ...problem, ...fieldOf(box) })) }
}

function refuse(found: PemObject, box: BoxName): InputFindings {
  const problem = createProblem('pem-unexpected-object', { expected: EXPECTATIONS[box], found }, fieldOf(box))
  return { objects: [], problems: [problem] }
}

/** The form has no box for roots. */
function fieldOf(box: BoxName): Pick<ProblemPlace, 'field'> {
  return box === 'roots' ? {} : { field: box }
}

function isCertificate(object: InspectedObject): object is InspectedCertificate {
  return object.kind === 'certificate'
}

function isKey(object: InspectedObject): object is InspectedKey {
  return object.kind === 'privateKey'
}
