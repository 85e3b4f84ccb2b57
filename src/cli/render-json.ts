import type { Language } from '../report/describe-problem.ts'
import type { FileReport, InspectedObject, InspectReport } from './inspect-report.ts'
import { jsonCertificate, jsonInput, jsonKey, jsonProblem } from './json-parts.ts'
import { jsonText } from './json-text.ts'

/** Rises when a field changes its meaning or goes away; new fields leave it as it is. */
const FORMAT = 'certkeep-inspect/1'

/** Writes a report as one JSON document, described in docs/guide/inspect.md. Nothing of a private key is in it but its kind. */
export function renderJson(report: InspectReport, language: Language): string {
  const { at, ok, files, certificates, paths, keys } = report
  const placeOf = (index: number | undefined): unknown => certificates[index ?? -1]?.place ?? null
  return jsonText({
    format: FORMAT,
    at: at.toISOString(),
    ok,
    files: files.map((file) => jsonFile(file, language)),
    chains: paths.map(({ members, ending, next }) => ({
      certificates: members.map(placeOf),
      ending,
      next: placeOf(next),
      missingIssuer: ending === 'issuer-missing' ? missingIssuer(members, report) : null,
    })),
    keys: keys.map(({ place, state, belongsTo, problems }) => ({
      key: place,
      state,
      belongsTo: belongsTo.map(placeOf),
      problems: problems.map((problem) => jsonProblem(problem, language)),
    })),
  })
}

function jsonFile(file: FileReport, language: Language): unknown {
  return {
    ...jsonInput(file),
    order: file.state === 'read' ? file.order : null,
    objects: file.objects.map(jsonObject),
    problems: file.problems.map(({ problem }) => jsonProblem(problem, language)),
  }
}

function jsonObject(object: InspectedObject): unknown {
  switch (object.kind) {
    case 'certificate':
      return jsonCertificate(object)
    case 'privateKey':
      return jsonKey(object)
    default:
      return { kind: object.kind, line: object.line, label: object.label }
  }
}

function missingIssuer(members: readonly number[], { certificates }: InspectReport): unknown {
  const last = certificates[members.at(-1) ?? -1]?.info
  return last === undefined ? null : { name: last.issuer.text, urls: last.revocation.caIssuersUrls }
}
