import type { SignatureCheck, SignatureVerdict, SignatureVerifier } from '../../src/crypto/signature-verifier.ts'
import { createWebCryptoVerifier } from '../../src/crypto/create-web-crypto-verifier.ts'
import { createNobleVerifier } from '../../src/noble/create-noble-verifier.ts'
import { createNodeVerifier } from '../../src/node/create-node-verifier.ts'

/** The verifiers, by the platform that they stand on. */
export type VerifierName = 'node' | 'noble' | 'web'

const verifiers: Readonly<Record<VerifierName, SignatureVerifier>> = {
  node: createNodeVerifier(),
  noble: createNobleVerifier(),
  web: createWebCryptoVerifier(),
}

/** What each verifier says of a check. */
export async function verdictsOf(check: SignatureCheck): Promise<Readonly<Record<VerifierName, SignatureVerdict>>> {
  return {
    node: await verifiers.node.verify(check),
    noble: await verifiers.noble.verify(check),
    web: await verifiers.web.verify(check),
  }
}

/** What all verifiers say of a check if they agree; else what each says, which equals no verdict. */
export async function verdictOf(check: SignatureCheck): Promise<string> {
  const verdicts = await verdictsOf(check)
  const { node, noble, web } = verdicts
  return node === noble && noble === web ? node : JSON.stringify(verdicts)
}

const [openSslMajor = 0, openSslMinor = 0] = process.versions.openssl.split('.').map(Number)

/** Whether Node stands on OpenSSL 3.5, which brought ML-DSA and SLH-DSA. */
const hasPostQuantumOpenSsl = openSslMajor > 3 || (openSslMajor === 3 && openSslMinor >= 5)

/** Whether Node has names for them too, in its own functions and in WebCrypto, from 24 on. With that OpenSSL, Node 22 checks them and no more. */
export const hasPostQuantumNames: boolean = hasPostQuantumOpenSsl && Number(process.versions.node.split('.')[0]) >= 24

const WEB_LACKS: readonly RegExp[] = [
  /SHA-224/,
  /SHA-512\/2/,
  /SHA3-224/,
  /SLH-DSA/,
  ...(hasPostQuantumNames ? [] : [/SHA3-/, /ML-DSA/]),
]

/**
 * The one table of what a platform cannot check: WebCrypto has four digests, and in Node 24, three of
 * SHA-3 and ML-DSA. What is not listed must get a verdict.
 */
const LACKS: Readonly<Record<VerifierName, readonly RegExp[]>> = {
  node: hasPostQuantumOpenSsl ? [] : [/ML-DSA/, /SLH-DSA/],
  noble: [],
  web: WEB_LACKS,
}

/** What the verifiers must say where `verdict` is the truth about a signature with this algorithm and digest. */
export function expectedVerdicts(
  algorithm: string,
  verdict: SignatureVerdict,
): Readonly<Record<VerifierName, SignatureVerdict>> {
  const says = (name: VerifierName): SignatureVerdict =>
    LACKS[name].some((lacking) => lacking.test(algorithm)) ? 'unsupported' : verdict
  return { node: says('node'), noble: says('noble'), web: says('web') }
}
