import type { TestCertificate } from '../../src/testing/index.ts'
import { openssl, type OpensslResult } from './openssl.ts'

/** What `openssl verify` is asked beside the path itself. */
export interface OpensslVerifyOptions {
  readonly at: Date
  /** PEM of all CRLs of the path; without it revocation is not asked for. */
  readonly crls?: string
  readonly extra?: readonly string[]
}

/** Lets openssl validate a certificate under the root of its own chain, strictly, for a TLS server. */
export function verifyWithOpenssl(certificate: TestCertificate, options: OpensslVerifyOptions): OpensslResult {
  const { at, crls, extra = [] } = options
  const pems = certificate.chain.map(({ pem }) => pem)
  const files = { 'leaf.pem': pems[0] ?? '', 'untrusted.pem': pems.slice(1).join(''), 'root.pem': pems.at(-1) ?? '' }
  const revocation = crls === undefined ? [] : ['-crl_check_all', '-CRLfile', 'crls.pem']
  const attime = String(Math.floor(at.getTime() / 1000))
  const base = ['verify', '-x509_strict', '-auth_level', '2', '-purpose', 'sslserver', '-attime', attime]
  const trust = ['-no-CApath', '-no-CAstore', '-CAfile', 'root.pem']
  const untrusted = pems.length > 1 ? ['-untrusted', 'untrusted.pem'] : []
  const all = crls === undefined ? files : { ...files, 'crls.pem': crls }
  return openssl([...base, ...trust, ...untrusted, ...revocation, ...extra, 'leaf.pem'], all)
}
