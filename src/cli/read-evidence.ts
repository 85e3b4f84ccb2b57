import { textFromBytes } from '../armor/text-from-bytes.ts'
import type { EvidenceReport } from './check-report.ts'
import type { CliIo } from './cli-io.ts'
import type { RevocationChoice } from './command.ts'
import { MAX_INPUT_BYTES } from './inspect.ts'

/** The largest CRLs that are met have some hundred megabytes; those of public CAs stay below this. */
const MAX_CRL_BYTES = 134_217_728

/** Evidence in files, as `checkRevocation` takes it. */
export interface EvidenceFiles {
  readonly files: readonly EvidenceReport[]
  readonly options: { readonly crls: readonly (string | Uint8Array)[]; readonly ocspResponses: readonly Uint8Array[] }
}

/** Reads files of evidence. What they hold is looked at later: a CRL may be PEM or DER, an OCSP response is DER. */
export async function readEvidence(
  { crlFiles, ocspFiles }: RevocationChoice,
  io: Pick<CliIo, 'readFile' | 'readStdin'>,
): Promise<EvidenceFiles> {
  const crls = await readAll('crl', crlFiles, MAX_CRL_BYTES, io)
  const responses = await readAll('ocsp', ocspFiles, MAX_INPUT_BYTES, io)
  return {
    files: [...crls, ...responses].map(({ report }) => report),
    options: {
      crls: crls.flatMap(({ bytes }) => (bytes === undefined ? [] : [isDer(bytes) ? bytes : textFromBytes(bytes)])),
      ocspResponses: responses.flatMap(({ bytes }) => (bytes === undefined ? [] : [bytes])),
    },
  }
}

interface EvidenceFile {
  readonly report: EvidenceReport
  readonly bytes: Uint8Array | undefined
}

async function readAll(
  kind: EvidenceReport['kind'],
  names: readonly string[],
  maxBytes: number,
  io: Pick<CliIo, 'readFile' | 'readStdin'>,
): Promise<readonly EvidenceFile[]> {
  const files: EvidenceFile[] = []
  for (const name of names) {
    const input = name === '-' ? await io.readStdin(maxBytes) : await io.readFile(name, maxBytes)
    if (input.kind === 'unreadable') {
      const { reason, code } = input
      files.push({ report: { kind, name, state: 'unreadable', reason, code, form: 'der', bytes: 0 }, bytes: undefined })
    } else {
      const { bytes } = input
      const form = isDer(bytes) ? 'der' : 'text'
      files.push({
        report: { kind, name, state: 'read', reason: undefined, code: '', form, bytes: bytes.length },
        bytes,
      })
    }
  }
  return files
}

/** A SEQUENCE; no text begins with "0" and is a CRL. */
function isDer(bytes: Uint8Array): boolean {
  return bytes[0] === 0x30
}
