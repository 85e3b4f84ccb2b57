import type { Language } from '../report/describe-problem.ts'
import type { BoxName, BoxReport, CheckReport, PathReport } from './check-report.ts'
import { jsonCertificate, jsonInput, jsonKey, jsonProblem, type JsonPart } from './json-parts.ts'
import { jsonText } from './json-text.ts'

/** Rises when a field changes its meaning or goes away; new fields leave it as it is. */
const FORMAT = 'certkeep-check/1'

/** Writes a report as one JSON document, described in docs/guide/check.md. Nothing of a private key is in it but its kind. */
export function renderCheckJson(report: CheckReport, language: Language): string {
  const { at, ok, question, path, roots, problems, status, alerts, output } = report
  return jsonText({
    format: FORMAT,
    at: at.toISOString(),
    ok,
    name: question.name ?? null,
    host: question.hostname ?? null,
    purpose: question.purpose,
    profile: question.profile,
    notAfter: path?.shortest?.info.notAfter ?? null,
    daysLeft: path?.shortest?.validity.daysLeft ?? null,
    problems: problems.map((problem) => jsonProblem(problem, language)),
    boxes: {
      certificate: jsonBox('certificate', report),
      privateKey: jsonBox('privateKey', report),
      chain: jsonBox('chain', report),
      roots: jsonBox('roots', report),
    },
    path: jsonPath(path),
    pathEnding: path?.ending ?? null,
    missingIssuer: jsonMissing(path),
    roots: {
      source: roots.source,
      count: roots.count,
      snapshot: roots.snapshot ?? null,
      ageDays: roots.ageDays ?? null,
      problems: roots.problems.map((problem) => jsonProblem(problem, language)),
    },
    status,
    alerts: alerts.map(({ at: instant, kind, daysBefore, step }) => ({
      at: instant.toISOString(),
      kind,
      daysBefore,
      step,
    })),
    evidence: report.evidence.map((file) => ({ kind: file.kind, ...jsonInput(file) })),
    revocation: jsonRevocation(report, language),
    output: output === undefined ? null : { file: question.outputFile ?? null, ...output },
  })
}

function jsonBox(wanted: BoxName, { boxes, keys }: CheckReport): JsonPart | null {
  const box: BoxReport | undefined = boxes.find((each) => each.box === wanted)
  if (box === undefined) return null
  return {
    ...jsonInput(box),
    certificates: box.certificates.map(jsonCertificate),
    privateKeys: box.keys.map((key, index) => ({ ...jsonKey(key), match: keys[index]?.state ?? null })),
  }
}

function jsonPath(path: PathReport | undefined): readonly JsonPart[] {
  return (path?.steps ?? []).map(({ info, validity, place, isAnchor }) => ({
    place: place ?? null,
    isAnchor,
    subject: info.subject.text,
    notBefore: info.notBefore,
    notAfter: info.notAfter,
    sha256: info.fingerprints.sha256,
    validity,
  }))
}

/** `not-checked` where it was not asked for or the chain does not lead to a root. */
function jsonRevocation({ revocation }: CheckReport, language: Language): JsonPart | 'not-checked' {
  if (revocation === undefined) return 'not-checked'
  return {
    ...revocation,
    certificates: revocation.certificates.map(({ problems, ...found }) => ({
      ...found,
      problems: problems.map((problem) => jsonProblem(problem, language)),
    })),
  }
}

function jsonMissing(path: PathReport | undefined): JsonPart | null {
  if (path?.missing === undefined) return null
  const { issuer, keyIdentifier, urls } = path.missing
  return { name: issuer.text, keyIdentifier: keyIdentifier ?? null, urls }
}
