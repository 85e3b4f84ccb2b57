import type { CliIo, InputResult } from './cli-io.ts'
import { inspectInput } from './inspect-input.ts'
import type { DistinctCertificate, FileReport, InspectReport, KeyReport, ObjectPlace } from './inspect-report.ts'
import { matchKeys, type PlacedKey } from './match-keys.ts'
import { findIssuers, findPaths, orderOf } from './order-chain.ts'

/** Room for a large CRL; certificates and keys are a thousand times smaller. */
export const MAX_INPUT_BYTES: number = 16 * 1024 * 1024

/**
 * Looks into files and reports what they hold, how their certificates follow each other, and which private key belongs
 * to which certificate. Everything found is reported; nothing that a file can hold makes it reject.
 */
export async function inspect(
  files: readonly string[],
  at: Date,
  io: Pick<CliIo, 'readFile' | 'readStdin'>,
): Promise<InspectReport> {
  const reports: FileReport[] = []
  for (const name of files) {
    const input = name === '-' ? await io.readStdin(MAX_INPUT_BYTES) : await io.readFile(name, MAX_INPUT_BYTES)
    reports.push(fileReport(name, input, at))
  }
  const { certificates, indexes } = distinctCertificates(reports)
  const issuers = findIssuers(certificates.map(({ certificate }) => certificate))
  const ordered = reports.map((report, index) => ({ ...report, order: orderOf([...new Set(indexes[index])], issuers) }))
  const paths = findPaths(
    certificates.map(({ certificate }) => certificate),
    issuers,
  )
  // Leaves first, since those are what keys belong to.
  const keys = await matchKeys(placedKeys(reports), certificates)
  return { at, files: ordered, certificates, paths, keys, ok: isAllWell(ordered, certificates, keys) }
}

function fileReport(name: string, input: InputResult, at: Date): FileReport {
  const nothing = { objects: [], problems: [], order: 'single' } as const
  if (input.kind === 'unreadable') {
    return { name, state: 'unreadable', reason: input.reason, code: input.code, form: 'text', bytes: 0, ...nothing }
  }
  const { form, objects, problems } = inspectInput(input.bytes, at, MAX_INPUT_BYTES)
  return {
    name,
    state: 'read',
    reason: undefined,
    code: '',
    form,
    bytes: input.bytes.length,
    objects,
    problems,
    order: 'single',
  }
}

/** `indexes`: for each file, its certificates in order as indexes of the distinct ones. */
function distinctCertificates(files: readonly FileReport[]): {
  readonly certificates: readonly DistinctCertificate[]
  readonly indexes: readonly (readonly number[])[]
} {
  const byFingerprint = new Map<string, number>()
  const certificates: DistinctCertificate[] = []
  const indexes = files.map(({ objects }, file) =>
    objects.flatMap((object, index) => {
      if (object.kind !== 'certificate') return []
      const { certificate, info, validity } = object
      const known = byFingerprint.get(info.fingerprints.sha256)
      if (known !== undefined) return [known]
      byFingerprint.set(info.fingerprints.sha256, certificates.length)
      certificates.push({ place: { file, object: index }, certificate, info, validity })
      return [certificates.length - 1]
    }),
  )
  return { certificates, indexes }
}

function placedKeys(files: readonly FileReport[]): readonly PlacedKey[] {
  return files.flatMap(({ objects }, file) =>
    objects.flatMap((object, index): readonly PlacedKey[] => {
      const place: ObjectPlace = { file, object: index }
      return object.kind === 'privateKey' ? [{ ...object, place }] : []
    }),
  )
}

function isAllWell(
  files: readonly FileReport[],
  certificates: readonly DistinctCertificate[],
  keys: readonly KeyReport[],
): boolean {
  return (
    files.every(
      ({ state, problems }) => state === 'read' && problems.every(({ problem }) => problem.severity !== 'error'),
    ) &&
    certificates.every(({ validity }) => validity.state === 'valid') &&
    keys.every(({ state }) => state !== 'belongs-to-none')
  )
}
