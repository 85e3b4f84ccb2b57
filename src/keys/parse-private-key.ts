import type { PrivateKey } from './private-key.ts'
import type { PrivateKeyMaterial } from './private-key-material.ts'
import { encodeEcPkcs8, encodeRsaPkcs8 } from './encode-pkcs8.ts'
import { readPrivateKey } from './read-private-key.ts'

const PLACEHOLDER = '[private key]'

/** What `console.log` of Node, Deno and Bun asks an object for. */
const INSPECT: symbol = /* @__PURE__ */ Symbol.for('nodejs.util.inspect.custom')

/**
 * Reads an unencrypted private key from DER, in PKCS#8 (RFC 5958, both versions), PKCS#1 (RFC 8017) or SEC 1 (RFC 5915) form;
 * which one it is, the bytes tell.
 *
 * RSA and RSA-PSS of two primes and 512 to 16384 bits, EC on any named curve, Ed25519, Ed448, X25519, X448 and ML-DSA (RFC 9881)
 * are read; each number is judged by itself. That they belong together, or to a certificate, is for `verifyKeyMatch` to decide. The
 * bytes are copied, so that what is done to `der` afterwards changes nothing.
 *
 * @throws CertkeepError `ERR_DER_*` and `ERR_KEY_MALFORMED` with `offset` and `structure` in `detail`; `ERR_KEY_UNSUPPORTED` with
 *   `algorithm`, `curve` and `reason`; `ERR_KEY_ENCRYPTED` with `cipher`. None holds anything of the key.
 * @throws TypeError if `der` is not bytes
 * @example
 * const key = parsePrivateKey(der)
 * console.log(key.algorithm, key.bits)
 */
export function parsePrivateKey(der: Uint8Array): PrivateKey {
  const copy = copyOf(der)
  const material = readPrivateKey(copy)
  const placeholder = (): string => PLACEHOLDER
  const key = {
    algorithm: material.algorithm,
    bits: material.bits,
    ...(material.algorithm === 'EC' ? { curve: material.curve } : {}),
    container: material.container,
    // Own enumerable functions, so that structuredClone and postMessage refuse the object instead of copying half of it.
    exportDer: () => copy.slice(),
    exportPkcs8: () => toPkcs8(material, copy),
    toJSON: placeholder,
    toString: placeholder,
    [Symbol.toPrimitive]: placeholder,
    [INSPECT]: placeholder,
  }
  return Object.freeze(key)
}

function copyOf(der: unknown): Uint8Array {
  if (!(der instanceof Uint8Array)) throw new TypeError('"der" must be a Uint8Array')
  // Not slice(), which makes a Buffer of a Buffer, and that one's own slice() shares memory.
  return new Uint8Array(der)
}

function toPkcs8(material: PrivateKeyMaterial, der: Uint8Array): Uint8Array {
  if (material.container === 'pkcs8') return der.slice()
  switch (material.algorithm) {
    case 'RSA':
    case 'RSA-PSS':
      return encodeRsaPkcs8(material)
    case 'EC':
      return encodeEcPkcs8(material, material.embeddedPublicKeys[0])
    default:
      throw new TypeError(`${material.algorithm} has no container but PKCS#8`)
  }
}
