import type { KeyUsage } from '../x509/read-key-extensions.ts'
import type { TestKey } from './create-test-key.ts'
import type { TestKeyPurpose } from './test-extension.ts'

/** The kinds of certificates that an authority makes. */
export type CertificateKind = 'root' | 'intermediate' | 'leaf' | 'ocspResponder'

/** What a kind has where the options do not say otherwise. */
export interface CertificateProfile {
  readonly isCa: boolean
  /** How long before `at` it begins, and how long it lasts. */
  readonly startsDaysAgo: number
  readonly lifetimeDays: number
  readonly names: readonly string[]
  readonly extendedKeyUsage: readonly TestKeyPurpose[]
  readonly policies: readonly string[]
}

const ANY_POLICY = '2.5.29.32.0'
/** CA/B Forum: domain-validated. */
const DOMAIN_VALIDATED = '2.23.140.1.2.1'

/** Sound certificates by kind: what the Baseline Requirements sections 7.1.2.1, 7.1.2.6, 7.1.2.7 and 7.1.2.8 ask for. */
export const CERTIFICATE_PROFILES: Readonly<Record<CertificateKind, CertificateProfile>> = {
  root: {
    isCa: true,
    startsDaysAgo: 365,
    lifetimeDays: 3650,
    names: [],
    extendedKeyUsage: [],
    policies: [],
  },
  intermediate: {
    isCa: true,
    startsDaysAgo: 180,
    lifetimeDays: 1825,
    names: [],
    extendedKeyUsage: [],
    policies: [ANY_POLICY],
  },
  leaf: {
    isCa: false,
    startsDaysAgo: 1,
    lifetimeDays: 90,
    names: ['www.example.com'],
    extendedKeyUsage: ['serverAuth'],
    policies: [DOMAIN_VALIDATED],
  },
  ocspResponder: {
    isCa: false,
    startsDaysAgo: 1,
    lifetimeDays: 30,
    names: [],
    extendedKeyUsage: ['OCSPSigning'],
    policies: [],
  },
}

/** keyUsage of a kind: keyEncipherment only for RSA, which alone can. */
export function defaultKeyUsage(kind: CertificateKind, key: TestKey): readonly KeyUsage[] {
  if (CERTIFICATE_PROFILES[kind].isCa) return ['keyCertSign', 'cRLSign']
  return kind === 'leaf' && key.material.type === 'RSA' && key.material.use === 'RSA'
    ? ['digitalSignature', 'keyEncipherment']
    : ['digitalSignature']
}
