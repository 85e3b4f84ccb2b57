/**
 * Reads certificates, keys and damaged pastes, decides whether a certificate may serve traffic and until when, and keeps a registry of
 * certificates. Runs wherever there are web APIs; trusts nobody, fetches nothing and asks no clock unless it is given them.
 *
 * @packageDocumentation
 * @module certkeep
 */
export { parsePem } from './pem/parse-pem.ts'
export { parseCertificate } from './x509/parse-certificate.ts'
export { verifyKeyMatch } from './crypto/verify-key-match.ts'
export { buildChain } from './path/build-chain.ts'
export { checkRevocation } from './revocation/check-revocation.ts'
export { createOcspRequest } from './revocation/create-ocsp-request.ts'
export { createRevocationCache } from './revocation/revocation-cache.ts'
export { parseCrl } from './x509/parse-crl.ts'
export { parseOcspResponse } from './x509/parse-ocsp-response.ts'
export { createTrustStore } from './path/trust-store.ts'
export { createPathCache } from './path/path-cache.ts'
export { createWebCryptoVerifier } from './crypto/create-web-crypto-verifier.ts'
export { createFallbackVerifier } from './crypto/create-fallback-verifier.ts'
export { computeStatus } from './lifecycle/compute-status.ts'
export { nextAlertDates } from './lifecycle/next-alert-dates.ts'
export { baselineLifetimeLimit } from './lifecycle/baseline-lifetime-limit.ts'
export { checkBaselineLifetime } from './lifecycle/check-baseline-lifetime.ts'
export { describeStatus } from './report/describe-status.ts'
export { describeUsage } from './report/describe-usage.ts'
export { describeAlert } from './report/describe-alert.ts'
export { describeSchedule } from './report/describe-schedule.ts'
export { describeRevocationReason } from './report/describe-revocation-reason.ts'
export { describeProblemKind } from './report/describe-problem-kind.ts'
export { validateBundle } from './report/validate-bundle.ts'
export { describeProblem } from './report/describe-problem.ts'
export { loadProblemTexts } from './report/load-problem-texts.ts'
export { describeCertificate } from './report/describe-certificate.ts'
export { aesGcmSealer } from './registry/aes-gcm-sealer.ts'
export { createMemoryNotifier } from './registry/create-memory-notifier.ts'
export { createMemoryStore } from './registry/create-memory-store.ts'
export { renderAlert } from './registry/render-alert.ts'
export { createRegistry } from './registry/create-registry.ts'
export { describeRecord } from './registry/describe-record.ts'
export { foldSearch, searchTextOf } from './registry/search-text.ts'
export { CertkeepError, isCertkeepError } from './problem/certkeep-error.ts'

export type { ParsePemOptions, PemBlock, PemExpectation, PemHeader, PemReport } from './pem/parse-pem.ts'
export type { KeyMatch, KeyMatchOptions } from './crypto/verify-key-match.ts'
export type { ChallengeAlgorithm, ChallengeCrypto } from './crypto/sign-challenge.ts'
export type { CertificateInput, ChainOptions, ChainReport, MissingIssuer } from './path/build-chain.ts'
export type { ChainPurpose } from './path/certificate-faults.ts'
export type { ChainProfile } from './path/profile-rules.ts'
export type { PolicyOptions } from './path/policy-graph.ts'
export type { PathCache } from './path/path-cache.ts'
export type { TrustAnchor } from './path/trust-anchor.ts'
export type { TrustAnchorInput, TrustStore } from './path/trust-store.ts'
export type {
  RsaJsonWebKey,
  VerifyingAlgorithm,
  VerifyingCrypto,
  WebCryptoVerifierOptions,
} from './crypto/create-web-crypto-verifier.ts'
export type { RevocationOptions } from './revocation/revocation-options.ts'
export type { HandshakeEvidence } from './revocation/given-evidence.ts'
export type { RevocationLimits } from './revocation/revocation-budget.ts'
export type { OcspRequestOptions } from './revocation/create-ocsp-request.ts'
export type {
  CacheEntry,
  CachedEvidence,
  RevocationCache,
  RevocationCacheOptions,
} from './revocation/revocation-cache.ts'
export type { CertificateIssuer } from './revocation/revocation-context.ts'
export type { CertificateRevocation, RevocationReport, RevocationStatus } from './revocation/revocation-report.ts'
export type { Crl, CrlEntry, CrlExtensions, IssuingDistributionPoint, RevocationReason } from './x509/crl.ts'
export type {
  BasicOcspResponse,
  OcspCertId,
  OcspResponse,
  OcspResponseStatus,
  OcspSingleResponse,
} from './x509/ocsp-response.ts'
export type {
  NotApplicableReason,
  RevocationBudgetName,
  RevocationProblemDetails,
} from './problem/revocation-problems.ts'
export type { CertificateStatus, Usage } from './lifecycle/certificate-status.ts'
export type {
  EvidenceMemory,
  PreviousStatus,
  RevocationMemory,
  StatusFacts,
  StatusMemory,
  StatusOptions,
  StatusReport,
} from './lifecycle/status-report.ts'
export type {
  AlertCertificate,
  AlertDate,
  AlertKind,
  AlertLife,
  AlertOptions,
  AlertSubject,
} from './lifecycle/next-alert-dates.ts'
export type { AlertSchedule, ScheduledLife } from './lifecycle/alert-schedule.ts'
export type { DeliveryHour } from './lifecycle/delivery-hour.ts'
export type { Instant } from './lifecycle/read-instant.ts'
export type { BaselineLifetimeLimit } from './lifecycle/baseline-lifetime-limit.ts'
export type { LifetimeReport, LifetimeVerdict } from './lifecycle/check-baseline-lifetime.ts'
export type { DescribedStatus } from './report/describe-status.ts'
export type { ScheduleText } from './report/describe-schedule.ts'
export type { AlertText, StatusText, UsageText } from './report/lifecycle-texts.ts'
export type { RegistryProblemDetails } from './problem/registry-problems.ts'
export type { StatusProblemDetails } from './problem/status-problems.ts'
export type { SignatureCheck, SignatureVerdict, SignatureVerifier } from './crypto/signature-verifier.ts'
export type { Fetcher, FetchRequest, FetchResponse } from './problem/fetcher.ts'
export type { Bundle, BundleOptions, BundleReport } from './report/validate-bundle.ts'
export type { BundleProblemDetails, ChainSource } from './problem/bundle-problems.ts'
export type { Language } from './report/describe-problem.ts'
export type { ProblemText } from './report/problem-messages.ts'
export type { CertificateInfo, NameInfo, RevocationPointers, ValidationLevelName } from './report/certificate-info.ts'

export type { CertkeepErrorOptions, ErrorDetail, ErrorDetailValue } from './problem/certkeep-error.ts'
export type {
  Problem,
  ProblemCode,
  ProblemDetails,
  ProblemField,
  ProblemKind,
  ProblemOf,
  ProblemPlace,
  ProblemSeverity,
  TextPosition,
} from './problem/problem.ts'
export type { PemObject, PemProblemDetails, PemRepair } from './problem/pem-problems.ts'
export type {
  EncryptedKeyContainer,
  KeyConsistencyCheck,
  KeyProblemDetails,
  KeyUnsupportedReason,
} from './problem/key-problems.ts'
export type {
  ContainerMeasure,
  ConvertedContainer,
  ConvertProblemDetails,
  LeftOutObject,
  PassphraseEvidence,
} from './problem/convert-problems.ts'
export type { CertificateProblemDetails } from './problem/certificate-problems.ts'

export type { PrivateKey, PrivateKeyContainer } from './keys/private-key.ts'
export type { Certificate } from './x509/certificate.ts'
export type { Extension, Extensions } from './x509/extensions.ts'
export type { GeneralName } from './x509/general-name.ts'
export type { HashName } from './x509/hash-algorithms.ts'
export type { Name, NameAttribute } from './x509/name.ts'
export type { KeyAlgorithmName, PublicKey } from './x509/public-key.ts'
export type { PssParameters } from './x509/pss-parameters.ts'
export type { AccessDescription, DirectoryAttribute } from './x509/read-access-extensions.ts'
export type { DistributionPoint, DistributionPointName, ReasonFlag } from './x509/read-distribution-points.ts'
export type { AuthorityKeyIdentifier, BasicConstraints, KeyPurpose, KeyUsage } from './x509/read-key-extensions.ts'
export type { GeneralSubtree, NameConstraints } from './x509/read-name-constraints.ts'
export type {
  PolicyConstraints,
  PolicyInformation,
  PolicyMapping,
  PolicyQualifier,
} from './x509/read-policy-extensions.ts'
export type { SignedCertificateTimestamp } from './x509/read-signed-certificate-timestamps.ts'
export type { SignatureAlgorithm } from './x509/signature-algorithm.ts'
export type { SignatureFamily } from './x509/signature-algorithms.ts'
export type {
  ChainBudget,
  ChainProblemDetails,
  KeyWeakness,
  NameConstraintBreach,
  ProfileRule,
} from './problem/chain-problems.ts'

export type { AesGcmSealerOptions, RotatingSealer, SealingKey } from './registry/aes-gcm-sealer.ts'
export type { AlertMessage } from './registry/render-alert.ts'
export type { SmsText } from './registry/sms-text.ts'
export type { PlatformKey, SealingCrypto, SealingParameters } from './registry/sealing-crypto.ts'
export type { AlertedService, AlertNotice } from './registry/alert-notice.ts'
export type { AuditEvent, JsonValue } from './registry/audit-event.ts'
export type { AlertState, Attachment, CertificateRecord, RevocationFact } from './registry/certificate-record.ts'
export type {
  CertificateLookup,
  CertificateRemoval,
  CertificateStore,
  CertificateWrite,
  ClaimedMessage,
  ClaimedRecord,
  ClaimQuery,
  CommitResult,
  ContactRemoval,
  ContactWrite,
  Lease,
  ListQuery,
  Page,
  PageQuery,
  RecordWithKey,
  Settlement,
  SettleResult,
  StoreChange,
} from './registry/certificate-store.ts'
export type { Clock } from './registry/clock.ts'
export type { ContactRecord, NotificationChannel } from './registry/contact-record.ts'
export type { MemoryNotifier, MemoryNotifierOptions } from './registry/create-memory-notifier.ts'
export type { DescribeRecordOptions, RecordText } from './registry/describe-record.ts'
export type { KeySealer, SealContext } from './registry/key-sealer.ts'
export type {
  AlertNotification,
  DeliveryOutcome,
  EmailNotification,
  Notifier,
  SmsNotification,
} from './registry/notifier.ts'
export type { MessageKey, MessageState, OutboxMessage } from './registry/outbox-message.ts'
export type { PortOptions } from './registry/port-options.ts'
export type {
  ActorOptions,
  AttachRequest,
  CertificateMaterial,
  ContactChanges,
  ContactInput,
  DeletionReceipt,
  DispatchFailure,
  DispatchProgress,
  DispatchReport,
  ListOptions,
  MaterialOptions,
  RegisterResult,
  Registry,
  ServiceResource,
  SweepProgress,
  SweepReport,
  WaitOptions,
  WorkOptions,
} from './registry/registry.ts'
export type {
  RegistryEvent,
  RegistryEventDetails,
  RegistryEventOf,
  RegistryEventType,
  StatusEvidence,
} from './registry/registry-event.ts'
export type { RegistryOptions, RegistryPolicy, RetryPolicy } from './registry/registry-options.ts'
