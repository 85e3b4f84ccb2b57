import type { Feature } from './feature.ts'

export type RuntimeId =
  | 'node-20'
  | 'node-22'
  | 'node-24'
  | 'node-26'
  | 'bun'
  | 'deno'
  | 'workerd'
  | 'chromium'
  | 'firefox'
  | 'chromium-insecure'
  | 'firefox-insecure'

/** A place where the library runs, and what it has to do without there. */
export interface Runtime {
  readonly title: string
  /**
   * What the platform lacks, and why. The suite asks the platform, and fails where a feature that is named here is there as well as where
   * one is missing that is not.
   */
  readonly lacks: Readonly<Partial<Record<Feature, string>>>
}

type Lacks = Runtime['lacks']

/** Places that are not Node, nor like it. */
const NO_NODE: Lacks = {
  'node:crypto': 'no modules of Node',
  'node:crypto Ed448': 'no modules of Node',
  'node:crypto ML-DSA': 'no modules of Node',
}

/** Browsers keep crypto.subtle from pages that came neither by HTTPS nor from localhost. */
const NO_WEBCRYPTO: Lacks = {
  WebCrypto: 'kept from pages that came neither by HTTPS nor from localhost',
  'P-521': 'no WebCrypto',
  Ed25519: 'no WebCrypto',
  Ed448: 'no WebCrypto',
  'ML-DSA': 'no WebCrypto',
  'signatures with SHA-1': 'no WebCrypto',
  'ECDSA of any digest': 'no WebCrypto',
  'PBKDF2 of any count': 'no WebCrypto',
}

/** Every runtime of the suite, in the order in which they are run. */
export const RUNTIMES: Readonly<Record<RuntimeId, Runtime>> = {
  'node-20': {
    title: 'Node 20',
    lacks: {
      'ML-DSA': 'came to WebCrypto with Node 24.7',
      'node:crypto ML-DSA': 'came with OpenSSL 3.5; Node 20 holds 3.0',
    },
  },
  'node-22': { title: 'Node 22', lacks: { 'ML-DSA': 'came to WebCrypto with Node 24.7' } },
  'node-24': { title: 'Node 24', lacks: {} },
  'node-26': { title: 'Node 26', lacks: {} },
  bun: {
    title: 'Bun',
    lacks: { Ed448: 'BoringSSL, which Bun is built on, has no Ed448', 'node:crypto Ed448': 'the same' },
  },
  deno: {
    title: 'Deno',
    lacks: { Ed448: 'not implemented', 'node:crypto ML-DSA': 'not implemented; WebCrypto has it' },
  },
  workerd: {
    title: 'Cloudflare workerd',
    lacks: { Ed448: 'BoringSSL has no Ed448', 'ML-DSA': 'not implemented', ...NO_NODE },
  },
  chromium: { title: 'Chromium', lacks: { Ed448: 'BoringSSL has no Ed448', ...NO_NODE } },
  firefox: { title: 'Firefox ESR', lacks: { Ed448: 'not implemented', 'ML-DSA': 'not implemented', ...NO_NODE } },
  'chromium-insecure': { title: 'Chromium, page without TLS', lacks: { ...NO_WEBCRYPTO, ...NO_NODE } },
  'firefox-insecure': { title: 'Firefox ESR, page without TLS', lacks: { ...NO_WEBCRYPTO, ...NO_NODE } },
}
