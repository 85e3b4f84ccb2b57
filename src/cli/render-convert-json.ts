import type { Language } from '../report/describe-problem.ts'
import type { ConvertResult } from './convert-result.ts'
import { jsonCertificate, jsonInput, jsonKey, jsonProblem } from './json-parts.ts'
import { jsonText } from './json-text.ts'

/** Rises when a field changes its meaning or goes away; new fields leave it as it is. */
const FORMAT = 'certkeep-convert/1'

/** Writes what was found and written as one JSON document, described in docs/guide/convert.md. Nothing of a private key is in it but its kind. */
export function renderConvertJson(result: ConvertResult, language: Language): string {
  const { at, ok, input, found, passphrase, privateKeys, certificate, chain, problems, files } = result
  return jsonText({
    format: FORMAT,
    at: at.toISOString(),
    ok,
    file: jsonInput(input),
    found: input.state === 'read' ? found : null,
    passphrase: passphrase ?? null,
    privateKeys: privateKeys.map(jsonKey),
    certificate: certificate === undefined ? null : jsonCertificate(certificate),
    chain: chain.map(jsonCertificate),
    problems: problems.map((problem) => jsonProblem(problem, language)),
    files: files.map(({ box, path, state, code }) => ({ box, path, state, code: code === '' ? null : code })),
  })
}
