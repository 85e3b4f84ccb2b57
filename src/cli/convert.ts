import { convertToPem, type ConvertReport } from '../convert/index.ts'
import type { CliIo, FileToSave, UnreadableReason, WriteResult } from './cli-io.ts'
import type { ConvertQuestion, OutputTargets } from './command.ts'
import type { ConvertBox, ConvertResult, WrittenFile } from './convert-result.ts'
import { inspectCertificate } from './inspect-certificate.ts'
import { MAX_INPUT_BYTES } from './inspect.ts'
import type { InputState } from './inspect-report.ts'

/** A passphrase is one line. */
const MAX_PASSPHRASE_BYTES = 65_536

/** The names of the files in a folder. */
const FILE_NAMES: Readonly<Record<ConvertBox, string>> = {
  privateKey: 'private-key.pem',
  certificate: 'certificate.pem',
  chain: 'chain.pem',
}

const BOXES: readonly ConvertBox[] = ['privateKey', 'certificate', 'chain']

type ConvertIo = Pick<CliIo, 'readFile' | 'readStdin' | 'saveFiles' | 'fileExists' | 'askPassphrase' | 'env'>

/**
 * Opens a file, and writes what the boxes of a registration take to files of their own.
 *
 * A passphrase is asked for only if the file needs one. Either all files are written or none is: not if something is wrong with what was
 * found, and not over a file that is there already, unless that was asked for.
 */
export async function convert(
  question: ConvertQuestion,
  at: Date,
  prompt: string,
  io: ConvertIo,
): Promise<ConvertResult> {
  const { file } = question
  const content = file === '-' ? await io.readStdin(MAX_INPUT_BYTES) : await io.readFile(file, MAX_INPUT_BYTES)
  if (content.kind === 'unreadable') {
    const input = inputState(file, { reason: content.reason, code: content.code })
    return { at, ok: false, input, found: 'unknown', passphrase: undefined, ...NOTHING }
  }
  const { report, passphrase } = await open(content.bytes, question, prompt, io)
  const input = {
    ...inputState(file),
    form: report.form === 'text' ? 'text' : 'der',
    bytes: content.bytes.length,
  } as const
  const files = await writeFiles(report, question, io)
  const certificates = report.certificates.map((certificate) => inspectCertificate(certificate, null, at))
  const hasCertificate = report.certificate !== undefined
  return {
    at,
    ok: report.ok && passphrase === undefined && files.every(({ state }) => state === 'written'),
    input,
    found: report.form,
    passphrase,
    privateKeys: report.privateKeys.map((key) => ({ kind: 'privateKey', line: null, key })),
    certificate: hasCertificate ? certificates[0] : undefined,
    chain: hasCertificate ? certificates.slice(1) : certificates,
    problems: report.problems,
    files,
  }
}

const NOTHING = { privateKeys: [], certificate: undefined, chain: [], problems: [], files: [] } as const

function inputState(name: string, failure?: { readonly reason: UnreadableReason; readonly code: string }): InputState {
  const state = failure === undefined ? 'read' : 'unreadable'
  return { name, state, reason: failure?.reason, code: failure?.code ?? '', form: 'text', bytes: 0 }
}

async function open(
  bytes: Uint8Array,
  question: ConvertQuestion,
  prompt: string,
  io: ConvertIo,
): Promise<{ readonly report: ConvertReport; readonly passphrase: ConvertResult['passphrase'] }> {
  const given = await readPassphrase(question, io)
  const options = { maxBytes: MAX_INPUT_BYTES }
  const report = await convertToPem(bytes, { ...options, passphrase: given.passphrase })
  const isMissing = report.problems.some(({ code }) => code === 'passphrase-missing')
  if (given.failure !== undefined || !isMissing) return { report, passphrase: isMissing ? given.failure : undefined }
  if (question.passphrase.kind !== 'terminal') return { report, passphrase: undefined }
  const typed = question.file === '-' ? undefined : await io.askPassphrase(prompt)
  if (typed === undefined) return { report, passphrase: { reason: 'no-terminal', code: '' } }
  return { report: await convertToPem(bytes, { ...options, passphrase: typed }), passphrase: undefined }
}

interface GivenPassphrase {
  readonly passphrase?: string | Uint8Array
  readonly failure?: NonNullable<ConvertResult['passphrase']>
}

async function readPassphrase({ passphrase }: ConvertQuestion, io: ConvertIo): Promise<GivenPassphrase> {
  switch (passphrase.kind) {
    case 'terminal':
      return {}
    case 'variable': {
      const value = io.env[passphrase.variable]
      return value === undefined ? { failure: { reason: 'no-variable', code: '' } } : { passphrase: value }
    }
    case 'file': {
      const { file } = passphrase
      const content =
        file === '-' ? await io.readStdin(MAX_PASSPHRASE_BYTES) : await io.readFile(file, MAX_PASSPHRASE_BYTES)
      if (content.kind === 'unreadable') return { failure: { reason: content.reason, code: content.code } }
      return { passphrase: firstLine(content.bytes) }
    }
  }
}

/** As openssl reads a passphrase from a file: the first line, without its end; also without the mark that some editors put first. */
function firstLine(bytes: Uint8Array): Uint8Array {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  const newline = bytes.indexOf(0x0a)
  const end = newline === -1 ? bytes.length : newline
  return bytes.subarray(start, bytes[end - 1] === 0x0d ? end - 1 : end)
}

async function writeFiles(
  report: ConvertReport,
  { targets, existing }: ConvertQuestion,
  io: ConvertIo,
): Promise<readonly WrittenFile[]> {
  const planned = BOXES.flatMap((box) => planFile(box, report[box], targets))
  const states = await Promise.all(
    planned.map(async ({ path, text }): Promise<WrittenFile['state']> => {
      if (!report.ok) return 'not-written'
      if (text === undefined) return 'absent'
      return existing === 'keep' && (await io.fileExists(path)) ? 'exists' : 'written'
    }),
  )
  if (states.some((state) => state !== 'written')) {
    return planned.map(({ box, path }, index) => {
      const state = states[index] ?? 'written'
      return { box, path, state: state === 'written' ? 'not-written' : state, code: '' }
    })
  }
  const toSave = planned.map(({ box, path, text = '' }): FileToSave => {
    return { path, text, access: box === 'privateKey' ? 'owner' : 'everybody' }
  })
  const results = await io.saveFiles(toSave, existing)
  return planned.map(({ box, path }, index) => ({ box, path, ...outcomeOf(results[index]) }))
}

function outcomeOf(result: WriteResult | undefined): Pick<WrittenFile, 'state' | 'code'> {
  if (result === undefined) return { state: 'not-written', code: '' }
  if (result.kind === 'written') return { state: 'written', code: '' }
  return { state: result.code === 'EEXIST' ? 'exists' : 'failed', code: result.code }
}

/** Of a folder, nothing is asked but what there is; a file that was named is missed. */
function planFile(
  box: ConvertBox,
  text: string | undefined,
  targets: OutputTargets,
): readonly { readonly box: ConvertBox; readonly path: string; readonly text: string | undefined }[] {
  switch (targets.kind) {
    case 'none':
      return []
    case 'folder':
      return text === undefined ? [] : [{ box, path: joinPath(targets.folder, FILE_NAMES[box]), text }]
    case 'files': {
      const path = targets.files[box]
      return path === undefined ? [] : [{ box, path, text }]
    }
  }
}

function joinPath(folder: string, name: string): string {
  return /[/\\]$/.test(folder) ? folder + name : `${folder}/${name}`
}
