import { createProblem, type Problem } from '../problem/problem.ts'
import type { PathCertificate } from './path-certificate.ts'

/** A path that nobody continues: the issuer is missing, unless the certificate is its own issuer. */
export function describeDeadEnd(path: readonly PathCertificate[]): Problem {
  const last = path.at(-1)
  const index = path.length - 1
  if (last === undefined) throw new TypeError('a path has at least one certificate')
  const { certificate } = last
  if (isOwnIssuer(last)) {
    return index === 0
      ? createProblem('self-signed', { subject: certificate.subject.text }, { certificate: 0 })
      : createProblem(
          'private-ca',
          { root: certificate.subject.text, fingerprint: certificate.fingerprint() },
          { certificate: index },
        )
  }
  const url = certificate.extensions.authorityInfoAccess?.find(
    ({ method, location }) => method === 'caIssuers' && location.kind === 'uri',
  )?.location.value
  const detail = {
    issuer: certificate.issuer.text,
    keyIdentifier: last.authorityKeyIdentifier ?? null,
    url: url ?? null,
  }
  return createProblem('issuer-not-found', detail, { certificate: index })
}

/** By name, and by key identifier where it has both: a CA's new key may be certified by its old one under the same name. */
function isOwnIssuer({ isSelfIssued, keyIdentifier, authorityKeyIdentifier }: PathCertificate): boolean {
  const isOtherKey =
    keyIdentifier !== undefined && authorityKeyIdentifier !== undefined && keyIdentifier !== authorityKeyIdentifier
  return isSelfIssued && !isOtherKey
}
