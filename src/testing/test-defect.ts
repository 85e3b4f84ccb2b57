import type { CertificateDefect } from './certificate-defects.ts'
import type { CrlDefect } from './crl-defects.ts'
import type { KeyDefect } from './key-defects.ts'
import type { OcspDefect } from './ocsp-defects.ts'

/** Any defect, of whatever it is a defect. */
export type TestDefect = CertificateDefect | CrlDefect | OcspDefect | KeyDefect
