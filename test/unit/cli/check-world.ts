import { createTestAuthority, type TestAuthority, type TestCertificate } from '../../../src/testing/index.ts'
import { run, type Run, type World } from './fake-io.ts'

/** A hierarchy of three whose dates are counted from 2026-06-01: root, issuing CA, server. */
export interface Hierarchy {
  readonly root: TestAuthority
  readonly issuing: TestAuthority
  readonly server: TestCertificate
}

/** Makes the hierarchy; the same at each call. */
export async function createHierarchy(): Promise<Hierarchy> {
  const root = await createTestAuthority({ seed: 'check', subject: 'Check Root', issuedUrls: CA_URLS })
  const issuing = await root.intermediate({ subject: 'Check Issuing CA', issuedUrls: CA_URLS })
  return { root, issuing, server: await issuing.leaf({ names: ['www.example.com'] }) }
}

const CA_URLS = { caIssuers: ['http://ca.example.com/issuer.cer'] }

/** The files of a case, by the option that names them; each is in a file of the option's name. */
export type BoxFiles = Readonly<Partial<Record<'cert' | 'key' | 'chain' | 'roots', string | Uint8Array>>>

/** Runs `certkeep check` on files at 2026-06-15, or when the options say. */
export function runCheck(
  boxes: BoxFiles,
  options: readonly string[] = [],
  world: Omit<World, 'files'> = {},
): Promise<Run> {
  const names = Object.keys(boxes)
  const files = Object.fromEntries(Object.entries(boxes).map(([name, content]) => [`${name}.pem`, content]))
  const time = options.includes('--at') ? [] : ['--at', '2026-06-15']
  const args = ['check', ...names.flatMap((name) => [`--${name}`, `${name}.pem`]), ...time, ...options]
  return run(args, { ...world, files })
}

/** The part of the JSON document that tests look at. */
export interface CheckDocument {
  readonly ok: boolean
  readonly problems: readonly {
    readonly code: string
    readonly severity: string
    readonly field?: string
    readonly certificate?: number
  }[]
}

/** What is wrong, one line each: severity where it is a warning, box, number of the certificate in it from 1, code. */
export async function findProblems(
  boxes: BoxFiles,
  options: readonly string[] = [],
): Promise<{ readonly status: number; readonly problems: readonly string[] }> {
  const { status, stdout } = await runCheck(boxes, [...options, '--json'])
  const document = JSON.parse(stdout) as CheckDocument
  const problems = document.problems.map(({ code, severity, field, certificate }) =>
    [
      ...(severity === 'warning' ? ['warning'] : []),
      field ?? 'no box',
      ...(certificate === undefined ? [] : [`#${certificate + 1}`]),
      code,
    ].join(' '),
  )
  return { status, problems }
}
