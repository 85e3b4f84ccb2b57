/**
 * A certificate authority for tests, with every defect on request, a clock that tests move, and the contract suites for stores,
 * notifiers and sealers. For tests only: its keys are public.
 *
 * @packageDocumentation
 * @module certkeep/testing
 */
export { CERTIFICATE_DEFECTS, type CertificateDefect } from './certificate-defects.ts'
export type { CertificateDefectRow, DefectContext } from './defect-context.ts'
export type { CertificateOptions, TestUrls } from './certificate-options.ts'
export type { CertificateDraft } from './certificate-draft.ts'
export { createTestAuthority, type TestAuthorityOptions } from './create-test-authority.ts'
export { createTestClock, TEST_EPOCH, type TestClock, type TestDuration } from './create-test-clock.ts'
export { createTestKey, type TestKey, type TestKeyAlgorithm, type TestKeyOptions } from './create-test-key.ts'
export { CRL_DEFECTS, type CrlDefect, type CrlDefectRow } from './crl-defects.ts'
export type { CrlOptions, TestCrl, TestCrlEntry, TestCrlScope } from './crl-options.ts'
export type { DefectDescription } from './defect-description.ts'
export type { KeyCipher, KeyEncryptionOptions } from './encrypt-key.ts'
export { KEY_DEFECTS, type KeyDefect } from './key-defects.ts'
export type { EcMaterial, EdMaterial, KeyMaterial, RsaMaterial } from './key-material.ts'
export { OCSP_DEFECTS, type OcspDefect, type OcspDefectRow } from './ocsp-defects.ts'
export type {
  OcspOptions,
  OcspResponseStatus,
  TestOcspEntry,
  TestOcspResponse,
  TestOcspSigner,
} from './ocsp-options.ts'
export { patchDer, type DerPatch } from './patch-der.ts'
export type { RevokeOptions, TestRevocationReason } from './revocation.ts'
export type { TestSignatureAlgorithm } from './signature-algorithms.ts'
export type { AuthorityOptions, TestAuthority, TestCertificate } from './test-authority.ts'
export type { TestDefect } from './test-defect.ts'
export {
  EXTENSION_OIDS,
  type TestDistributionPoint,
  type TestExtension,
  type TestExtensionName,
  type TestKeyPurpose,
  type TestNameConstraints,
  type TestPolicyConstraints,
} from './test-extension.ts'
export type { TestGeneralName } from './test-general-name.ts'
export { NAME_ATTRIBUTES, type TestName, type TestNameAttribute, type TestStringType } from './test-name.ts'
export type { ContractRunner } from './contract-runner.ts'
export type { NotifierUnderTest } from './contract-notifier-cases.ts'
export type { SealerUnderTest } from './contract-sealer-cases.ts'
export { describeNotifier, type DescribeNotifierOptions } from './describe-notifier.ts'
export { describeSealer, type DescribeSealerOptions } from './describe-sealer.ts'
export { describeStore, type DescribeStoreOptions } from './describe-store.ts'
