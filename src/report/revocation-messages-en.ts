import type {
  NotApplicableReason,
  RevocationBudgetName,
  RevocationProblemDetails,
} from '../problem/revocation-problems.ts'
import { escapeShortText } from './escape-text.ts'
import { formatInstant } from './format-instant.ts'
import { formatCount } from './format-quantity.ts'
import type { MessagesFor } from './problem-messages.ts'

const SOURCES: Readonly<Record<'crl' | 'ocsp', string>> = { crl: 'CRL', ocsp: 'OCSP response' }

const REASONS: Readonly<Record<string, string>> = {
  unspecified: 'no reason given',
  keyCompromise: 'the key was compromised',
  cACompromise: 'the CA was compromised',
  affiliationChanged: 'the affiliation has changed',
  superseded: 'another certificate has taken its place',
  cessationOfOperation: 'it is no longer operated',
  certificateHold: 'it is on hold',
  privilegeWithdrawn: 'the privilege was withdrawn',
  aACompromise: 'the attribute authority was compromised',
}

const NOT_APPLICABLE: Readonly<Record<NotApplicableReason, string>> = {
  'no-rev-avail': 'The issuer says that it gives no revocation information for this certificate (noRevAvail).',
  'short-lived': 'The certificate lives so briefly that issuers need not revoke it.',
  expired: 'The certificate has expired, and issuers no longer tell of it.',
  'ocsp-no-check':
    'The certificate is that of an OCSP responder, and its issuer says not to check it (id-pkix-ocsp-nocheck).',
}

const BUDGETS: Readonly<Record<RevocationBudgetName, string>> = {
  urls: 'requests',
  bytes: 'bytes fetched',
  signatures: 'signature checks',
  milliseconds: 'milliseconds',
}

function reasonEn(reason: string): string {
  return Object.hasOwn(REASONS, reason) ? (REASONS[reason] ?? '') : escapeShortText(reason)
}

function from(url: string | null): string {
  return url === null ? '' : ` of ${escapeShortText(url)}`
}

function name(text: string): string {
  return escapeShortText(text)
}

/** What is said about revocation in English. */
export const REVOCATION_MESSAGES_EN: MessagesFor<RevocationProblemDetails> = {
  'certificate-revoked': ({ detail: { subject, revokedAt, reason, source } }) => ({
    title: 'The certificate has been revoked',
    explanation: `The issuer of ${name(subject)} revoked it on ${formatInstant(revokedAt)} (${reasonEn(reason)}). Source: ${SOURCES[source]}.`,
    mend: 'Request a new certificate. If the key may have been stolen, make a new key as well.',
  }),
  'issuer-revoked': ({ detail: { issuer } }) => ({
    title: 'The certificate of the issuer has been revoked',
    explanation: `${name(issuer)} is revoked, so nothing that it has signed can be relied on.`,
    mend: 'Request a certificate from a CA whose certificate is valid.',
  }),
  'responder-unknown': ({ detail: { subject } }) => ({
    title: 'The issuer does not know the certificate',
    explanation: `The issuer's OCSP responder does not know ${name(subject)}.`,
    mend: 'Check again in a few hours. If it stays so, ask the CA.',
  }),
  'no-revocation-source': ({ detail: { subject } }) => ({
    title: 'There is no source of revocation information',
    explanation: `${name(subject)} names neither a CRL nor an OCSP responder, and none was given.`,
    mend: 'Give a CRL or an OCSP response of the issuer, or ask the CA for a certificate that names one.',
  }),
  'not-attempted': ({ detail: { url } }) => ({
    title: 'Revocation cannot be checked here',
    explanation: `The information is published at ${name(url)}, and nothing here can fetch it. A page cannot do so by itself.`,
    mend: 'Check on a server, or give a CRL or an OCSP response.',
  }),
  'fetch-failed': ({ detail: { url, reason } }) => ({
    title: 'Revocation information could not be fetched',
    explanation: `${name(url)} did not give it (${name(reason)}).`,
    mend: 'Check again later, and whether this machine may reach that address.',
  }),
  'revocation-budget': ({ detail: { budget, limit, url } }) => ({
    title: 'The check of revocation was ended before it was done',
    explanation: `One check may take ${formatCount(limit)} ${BUDGETS[budget]}${url === null ? '' : `, and ${name(url)} was still to be asked`}.`,
    mend: 'Check again later, give a CRL, or raise the limit if the certificates are known to be honest.',
  }),
  'crl-rollback': ({ detail: { crlNumber, highestCrlNumber, url } }) => ({
    title: 'An older CRL was sent again',
    explanation: `The CRL${from(url)} has number ${name(crlNumber)}, and number ${name(highestCrlNumber)} was seen before.`,
    mend: 'Get the current CRL from the issuer. If the old one keeps coming, tell the CA.',
  }),
  'staple-missing': ({ detail: { subject } }) => ({
    title: 'The server did not staple an OCSP response',
    explanation: `${name(subject)} demands that each handshake carries a valid OCSP response (must-staple), and there was none.`,
    mend: 'Turn on OCSP stapling on the server, or request a certificate without must-staple.',
  }),
  'url-blocked': ({ detail: { url } }) => ({
    title: 'The address of the revocation information is blocked',
    explanation: `${name(url)} is not an address that may be fetched.`,
    mend: 'If the address is right, let the fetcher allow it, or give a CRL.',
  }),
  'evidence-malformed': ({ detail: { source, error, url } }) => ({
    title: 'The revocation information is damaged',
    explanation: `The ${SOURCES[source]}${from(url)} breaks a rule of its format (${name(error)}).`,
    mend: 'Check again later. If it stays so, tell the CA.',
  }),
  stale: ({ detail: { source, nextUpdate, url } }) => ({
    title: 'The revocation information is out of date',
    explanation: `The ${SOURCES[source]}${from(url)} ${nextUpdate === null ? 'does not say until when it holds' : `held until ${formatInstant(nextUpdate)}`}.`,
    mend: 'Get a current one from the issuer.',
  }),
  'evidence-not-yet-valid': ({ detail: { source, thisUpdate, url } }) => ({
    title: 'The revocation information is dated in the future',
    explanation: `The ${SOURCES[source]}${from(url)} is dated ${formatInstant(thisUpdate)}.`,
    mend: 'Check the clock of this machine.',
  }),
  'bad-signature': ({ detail: { source, url } }) => ({
    title: 'The signature of the revocation information is wrong',
    explanation: `The ${SOURCES[source]}${from(url)} was not signed by the one it names.`,
    mend: 'Do not rely on it. Get another from the issuer.',
  }),
  'evidence-algorithm': ({ detail: { source, algorithm, url } }) => ({
    title: 'The signature of the revocation information cannot be relied on',
    explanation: `The ${SOURCES[source]}${from(url)} is signed with ${name(algorithm)}, which is broken or not supported here.`,
    mend: 'Ask the CA for one with a current algorithm.',
  }),
  'responder-unauthorized': ({ detail: { source, url } }) => ({
    title: 'The revocation information comes from someone who may not give it',
    explanation: `The signer of the ${SOURCES[source]}${from(url)} may not speak for the issuer.`,
    mend: 'Do not rely on it. Get one from the issuer.',
  }),
  'out-of-scope': ({ detail: { url } }) => ({
    title: 'The CRL is about other certificates',
    explanation: `The CRL${from(url)} does not cover this certificate.`,
    mend: 'Give the CRL that the certificate names.',
  }),
  'not-covered': ({ detail: { url } }) => ({
    title: 'The OCSP response is about other certificates',
    explanation: `The response${from(url)} says nothing of this certificate.`,
    mend: 'Ask for a response for this certificate.',
  }),
  'partial-reasons': ({ detail: { subject } }) => ({
    title: 'The CRLs cover only some reasons of revocation',
    explanation: `For ${name(subject)} there are CRLs for some reasons, and none for the others.`,
    mend: 'Give the CRLs for the other reasons too.',
  }),
  'responder-error': ({ detail: { status, url } }) => ({
    title: 'The OCSP responder answered with an error',
    explanation: `The answer${from(url)} is "${name(status)}".`,
    mend: 'Check again later.',
  }),
  'evidence-unsupported': ({ detail: { source, oid, url } }) => ({
    title: 'The revocation information demands more than is supported',
    explanation: `The ${SOURCES[source]}${from(url)} has the critical extension ${name(oid)}, which is not known.`,
    mend: 'Give information of another source.',
  }),
  'revocation-not-applicable': ({ detail: { reason } }) => ({
    title: 'Revocation need not be checked',
    explanation: NOT_APPLICABLE[reason],
    mend: 'Nothing needs to be done.',
  }),
}
