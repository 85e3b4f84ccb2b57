import { createNodeVerifier } from '../../../src/node/create-node-verifier.ts'
import type { Fetcher, FetchRequest } from '../../../src/problem/fetcher.ts'
import { checkRevocation } from '../../../src/revocation/check-revocation.ts'
import type { RevocationOptions } from '../../../src/revocation/revocation-options.ts'
import type { RevocationReport } from '../../../src/revocation/revocation-report.ts'
import { TEST_EPOCH } from '../../../src/testing/create-test-clock.ts'
import type { TestCertificate } from '../../../src/testing/test-authority.ts'

/** The instant of every check unless it says otherwise. */
export const AT = new Date(TEST_EPOCH)

export const verifier = createNodeVerifier()

/** `AT`, moved. */
export function after(seconds: number): Date {
  return new Date(AT.getTime() + seconds * 1000)
}

/** Checks a certificate alone, not those above it. */
export async function check({ chain }: TestCertificate, options: RevocationOptions = {}): Promise<RevocationReport> {
  const certificates = chain.map(({ certificate }) => certificate)
  return checkRevocation(certificates, { at: AT, scope: 'leaf', verifier, ...options })
}

/** The codes of all problems, in order. */
export function codesOf({ certificates }: RevocationReport): readonly string[] {
  return certificates.flatMap(({ problems }) => problems.map(({ code }) => code))
}

/** The status, and the code of the first problem where there is one. */
export async function verdict(certificate: TestCertificate, options: RevocationOptions = {}): Promise<string> {
  const report = await check(certificate, options)
  return [report.status, ...codesOf(report).slice(0, 1)].join(' ')
}

/** A network, and what was asked of it. */
export interface Network {
  readonly fetcher: Fetcher
  readonly requests: FetchRequest[]
}

/** What is at an address: bytes, or bytes with how long the server calls them fresh; `undefined` is a connection refused. */
export type Answer = Uint8Array | { readonly body: Uint8Array; readonly maxAgeSeconds: number } | undefined

/** A network in which `answer` says what is where. */
export function createNetwork(answer: (request: FetchRequest) => Answer | Promise<Answer>): Network {
  const requests: FetchRequest[] = []
  return {
    requests,
    fetcher: async (request) => {
      requests.push(request)
      const found = await answer(request)
      // As fetch() of the platform does.
      if (found === undefined) throw new TypeError('fetch failed')
      return found instanceof Uint8Array ? { status: 200, body: found } : { status: 200, ...found }
    },
  }
}
