import { escapeText } from '../report/escape-text.ts'
import { certificateLabel } from './certificate-label.ts'
import type { ConvertResult } from './convert-result.ts'
import type { ConvertWords } from './convert-words.ts'
import type { InspectedCertificate } from './inspect-report.ts'
import { privateKeyText, renderCertificate } from './render-certificate.ts'
import { renderInputHead } from './render-input-head.ts'
import { renderProblems } from './render-problem.ts'
import type { RenderOptions } from './render-report.ts'
import { createTextCanvas, type TextCanvas } from './text-canvas.ts'
import type { Words } from './words.ts'

/** Certificates of a chain drawn before the rest is only counted. */
const MAX_CERTIFICATES = 20

/** Draws what was found and written for a person: the verdict, the file with its problems, each object, the files. */
export function renderConvert(result: ConvertResult, own: ConvertWords, options: RenderOptions): string {
  const { words, language } = options
  const canvas = createTextCanvas(options.style, options.columns)
  const head = result.ok ? canvas.style('ok', words.ok) : canvas.style('error', words.notOk)
  canvas.line(`${head}  ${countObjects(result, words).join(', ')}`)
  canvas.line()
  renderInputHead(result.input, '', canvas, words)
  if (result.passphrase !== undefined) {
    const { reason, code } = result.passphrase
    canvas.paragraph(canvas.style('error', own.passphraseFailures[reason](code)), 2)
  }
  canvas.line()
  renderProblems(
    result.problems.map((problem) => ({ problem, excerpt: undefined })),
    canvas,
    words,
    language,
  )
  for (const { key } of result.privateKeys) {
    canvas.line(`  ${canvas.style('title', words.kinds.privateKey)}  ${privateKeyText(key, words)}`)
    canvas.line()
  }
  if (result.certificate !== undefined) renderObject(result.certificate, own.boxes.certificate, canvas, words)
  for (const certificate of result.chain.slice(0, MAX_CERTIFICATES))
    renderObject(certificate, own.boxes.chain, canvas, words)
  if (result.chain.length > MAX_CERTIFICATES) canvas.line(`  ${words.more(result.chain.length - MAX_CERTIFICATES)}`)
  renderFiles(result, own, canvas)
  return `${canvas.text().trimEnd()}\n`
}

function countObjects({ privateKeys, certificate, chain, problems }: ConvertResult, words: Words): readonly string[] {
  const certificates = chain.length + (certificate === undefined ? 0 : 1)
  const found = [
    ...(privateKeys.length > 0 ? [words.countOf('privateKey', privateKeys.length)] : []),
    ...(certificates > 0 ? [words.countOf('certificate', certificates)] : []),
  ]
  const warnings = problems.filter(({ severity }) => severity === 'warning').length
  const errors = problems.length - warnings
  return [
    ...(found.length === 0 ? [words.nothingFound] : found),
    ...(errors > 0 ? [words.errorCount(errors)] : []),
    ...(warnings > 0 ? [words.warningCount(warnings)] : []),
  ]
}

function renderObject(object: InspectedCertificate, box: string, canvas: TextCanvas, words: Words): void {
  canvas.line(`  ${canvas.style('title', box)}  ${certificateLabel(object.info, words)}`)
  renderCertificate(object, canvas, words, 5)
  canvas.line()
}

function renderFiles({ files, ok }: ConvertResult, own: ConvertWords, canvas: TextCanvas): void {
  if (files.length === 0) {
    if (ok) canvas.paragraph(own.nothingWritten, 0)
    return
  }
  canvas.line(canvas.style('title', own.filesTitle))
  for (const { box, path, state, code } of files) {
    const verdict = canvas.style(state === 'written' ? 'ok' : 'error', own.fileStates[state](code))
    canvas.line(`  ${own.boxes[box]}  ${escapeText(path)}  ${verdict}`)
  }
}
