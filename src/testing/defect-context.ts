import type { CertificateDraft } from './certificate-draft.ts'
import type { CertificateOptions } from './certificate-options.ts'
import type { TestKey } from './create-test-key.ts'
import type { DefectDescription } from './defect-description.ts'
import type { TestAuthority } from './test-authority.ts'

/** What a defect may need to know. */
export interface DefectContext {
  readonly at: Date
  readonly issuerKey: TestKey
  readonly subjectKey: TestKey
  /** A key that nobody knows, of the kind that the issuer has. */
  readonly stranger: () => Promise<TestKey>
}

/** What a defect does, at whichever steps of the making it has to: each step is given what the one before made. */
export interface CertificateDefectRow extends DefectDescription {
  /** The kinds of certificate that can have it. */
  readonly on: 'any' | 'ca' | 'leaf'
  /** Issues by another authority, below the one that was asked. */
  readonly interpose?: (authority: TestAuthority, options: CertificateOptions) => Promise<TestAuthority>
  /** Changes what the certificate was asked to be. */
  readonly options?: (options: CertificateOptions, at: Date) => CertificateOptions
  /** Changes the fields before they are encoded. */
  readonly draft?: (draft: CertificateDraft, context: DefectContext) => CertificateDraft | Promise<CertificateDraft>
  /** Changes what is going to be signed. */
  readonly tbs?: (tbs: Uint8Array) => Uint8Array
  /** Changes the certificate after it was signed. */
  readonly signed?: (der: Uint8Array) => Uint8Array
}
