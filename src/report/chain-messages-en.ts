import type { ChainProblemDetails, KeyWeakness, NameConstraintBreach, ProfileRule } from '../problem/chain-problems.ts'
import { escapeShortText } from './escape-text.ts'
import { formatInstant } from './format-instant.ts'
import { formatCount } from './format-quantity.ts'
import type { MessagesFor } from './problem-messages.ts'

const REISSUE = 'Ask the CA to issue the certificate again.'
const CHECK_CHAIN = 'Check that the chain is the one that the CA gave out together with this certificate.'

const WEAKNESSES: Readonly<Record<KeyWeakness, string>> = {
  'rsa-too-small': 'It has too few bits.',
  'rsa-too-large': 'It has more bits than are accepted.',
  'rsa-odd-size': 'Its number of bits is not a multiple of eight.',
  'rsa-exponent': 'Its public exponent is not accepted.',
  'rsa-even-modulus': 'Its modulus is even.',
  'rsa-small-factor': 'Its modulus has a small factor.',
  'rsa-close-primes': 'Its primes are so close to each other that they can be found.',
  'rsa-roca': 'It was made by a faulty generator (ROCA) and can be broken.',
  'curve-not-allowed': 'Its elliptic curve is not accepted.',
  'point-invalid': 'Its number is no point of its elliptic curve that a key could have.',
  'algorithm-not-allowed': 'Its algorithm is not accepted.',
}

const BREACHES: Readonly<Record<NameConstraintBreach, string>> = {
  'not-permitted': 'is not among the names that the issuer may issue for',
  excluded: 'is among the names that the issuer must not issue for',
  'malformed-name': 'is not well formed, so that it cannot be held against the limits of the issuer',
  'malformed-constraint': 'meets a limit of the issuer that is not well formed',
  unsupported: 'meets a limit of the issuer of a kind that is not supported',
}

const RULES: Readonly<Record<ProfileRule, string>> = {
  'rfc5280-serial-number': 'its serial number is not a positive number of at most 20 bytes',
  'rfc5280-issuer-empty': 'it names no issuer',
  'rfc5280-subject-empty': 'it is a CA and has no name',
  'rfc5280-aki-missing': "the identifier of its issuer's key is missing",
  'rfc5280-aki-critical': "the identifier of its issuer's key is marked critical",
  'rfc5280-ski-missing': 'the identifier of its key is missing',
  'rfc5280-ski-critical': 'the identifier of its key is marked critical',
  'rfc5280-basic-constraints-not-critical': 'basicConstraints of a CA is not marked critical',
  'rfc5280-key-cert-sign-without-ca': 'it may sign certificates without being a CA',
  'rfc5280-path-length-without-ca': 'it has a path length without being a CA',
  'rfc5280-name-constraints-not-critical': 'nameConstraints is not marked critical',
  'rfc5280-name-constraints-in-end-entity': 'nameConstraints stands in a certificate that is not of a CA',
  'rfc5280-policy-repeated': 'certificatePolicies names a policy more than once',
  'rfc5280-inhibit-any-policy-not-critical': 'inhibitAnyPolicy is not marked critical',
  'rfc5280-access-critical': 'an information access extension is marked critical',
  'rfc5280-alt-name-not-critical': 'it has no subject, and no alternative names that are marked critical',
  'rfc5280-address-as-dns-name': 'an IP address is entered as a DNS name',
  'rfc5280-precertificate': 'it is a precertificate, which is for logs only',
  'br-version': 'it is not of version 3',
  'br-alt-name-missing': 'it has no alternative names',
  'br-alt-name-critical': 'its alternative names are marked critical although it has a subject',
  'br-purpose-missing': 'it names no purposes (extendedKeyUsage)',
  'br-purpose-critical': 'its purposes (extendedKeyUsage) are marked critical',
  'br-purpose-any': 'it is for any purpose (anyExtendedKeyUsage)',
  'br-purpose-in-root': 'it is a root and names purposes (extendedKeyUsage)',
  'br-ca-as-end-entity': 'it is the certificate of a CA, and not of a server',
  'br-common-name': 'its common name is not one of its alternative names',
  'br-root-aki': "it is a root whose identifier of the issuer's key is not its own",
}

const BUDGETS: Readonly<Record<ChainProblemDetails['budget-exceeded']['budget'], string>> = {
  signatures: 'signature checks',
  candidates: 'certificates tried as issuers',
  names: 'comparisons of names',
  policies: 'steps through policies',
}

/** What is said in English of a certificate's way to a root. */
export const CHAIN_MESSAGES_EN: MessagesFor<ChainProblemDetails> = {
  'certificate-expired': ({ detail: { subject, notAfter } }) => ({
    title: 'The certificate has expired',
    explanation: `${quoted(subject)} was valid until ${formatInstant(notAfter)}.`,
    mend: 'Renew it with the CA, and put the new certificate and its chain in its place.',
  }),
  'certificate-not-yet-valid': ({ detail: { subject, notBefore } }) => ({
    title: 'The certificate is not valid yet',
    explanation: `${quoted(subject)} is valid from ${formatInstant(notBefore)} on.`,
    mend: 'Wait until then, or use another certificate. If it should be valid already, check the clock.',
  }),
  'issuer-not-found': ({ detail: { issuer, url } }) => ({
    title: 'The chain is incomplete',
    explanation: `The certificate of the issuer ${quoted(issuer)} is missing.`,
    mend: `Add the certificate of the issuer to the chain.${url === null ? ' The CA publishes it.' : ` It is published at:\n${escapeShortText(url)}`}`,
  }),
  'self-signed': ({ detail: { subject } }) => ({
    title: 'The certificate is self-signed',
    explanation: `${quoted(subject)} was signed with its own key, by no certificate authority.`,
    mend: 'Use a certificate of a public certificate authority.',
  }),
  'private-ca': ({ detail: { root, fingerprint } }) => ({
    title: 'The certificate is not of a public certificate authority',
    explanation: `The chain ends in ${quoted(root)}, which is not trusted (SHA-256 ${escapeShortText(fingerprint)}).`,
    mend: "Use a certificate of a public certificate authority. One of a company's own CA is accepted only where its root was given as trusted.",
  }),
  'root-distrusted': ({ detail: { root, distrustAfter } }) => ({
    title: 'The root is no longer trusted',
    explanation: `${quoted(root)} is not trusted for certificates issued after ${formatInstant(distrustAfter)}.`,
    mend: 'Have the certificate issued by another certificate authority.',
  }),
  'signature-invalid': ({ detail: { subject, issuer } }) => ({
    title: 'A signature in the chain is not right',
    explanation: `${quoted(subject)} was not signed with the key of ${quoted(issuer)}.`,
    mend: `${CHECK_CHAIN} CAs have several certificates of the same name.`,
  }),
  'signature-unsupported': ({ detail: { subject, algorithm } }) => ({
    title: 'A signature cannot be checked',
    explanation: `${quoted(subject)} is signed with ${escapeShortText(algorithm)}, which is not supported here.`,
    mend: 'Use a certificate that is signed with RSA or ECDSA.',
  }),
  'signature-algorithm-refused': ({ detail: { subject, algorithm } }) => ({
    title: 'A signature algorithm is no longer safe',
    explanation: `${quoted(subject)} is signed with ${escapeShortText(algorithm)}, which is not accepted any more.`,
    mend: `${REISSUE} It will then be signed with SHA-256 or better.`,
  }),
  'key-weak': ({ detail: { subject, algorithm, bits, weakness } }) => ({
    title: 'A key is too weak',
    explanation: `The key of ${quoted(subject)} is ${escapeShortText(algorithm)}${bits > 0 ? ` of ${formatCount(bits)} bits` : ''}. ${WEAKNESSES[weakness]}`,
    mend: 'Make a new key, RSA of 2,048 bits or more or EC on P-256, and have the certificate issued again for it.',
  }),
  'issuer-not-ca': ({ detail: { issuer } }) => ({
    title: 'A certificate was issued by one that is not a CA',
    explanation: `${quoted(issuer)} is not marked as the certificate of a certificate authority.`,
    mend: CHECK_CHAIN,
  }),
  'issuer-key-usage': ({ detail: { issuer } }) => ({
    title: 'A certificate was issued by one that may not sign certificates',
    explanation: `The key usage of ${quoted(issuer)} does not include keyCertSign.`,
    mend: CHECK_CHAIN,
  }),
  'path-length-exceeded': ({ detail: { issuer, pathLenConstraint } }) => ({
    title: 'The chain is longer than an issuer allows',
    explanation: `Below ${quoted(issuer)} there may be at most ${formatCount(pathLenConstraint)} more CA${pathLenConstraint === 1 ? '' : 's'}.`,
    mend: CHECK_CHAIN,
  }),
  'path-too-deep': ({ detail: { maxDepth } }) => ({
    title: 'The chain is too long',
    explanation: `At most ${formatCount(maxDepth)} certificate${maxDepth === 1 ? ' is' : 's are'} allowed between the certificate and the root.`,
    mend: CHECK_CHAIN,
  }),
  'purpose-not-allowed': ({ detail: { subject, purpose } }) => ({
    title: 'The certificate is not for this purpose',
    explanation: `${quoted(subject)} may not be used for ${escapeShortText(purpose)}.`,
    mend: 'Use a certificate that was issued for this purpose; that of a TLS server has serverAuth.',
  }),
  'critical-extension-unknown': ({ detail: { subject, oid } }) => ({
    title: 'The certificate has a critical extension that is not known',
    explanation: `${quoted(subject)} demands that the extension ${escapeShortText(oid)} is understood, which it is not here.`,
    mend: `${REISSUE} It should be without that extension.`,
  }),
  'name-constraint-violated': ({ detail: { subject, issuer, name, breach } }) => ({
    title: 'A name is outside of what the issuer may issue for',
    explanation: `In ${quoted(subject)}, the name ${quoted(name)} ${BREACHES[breach]}: ${quoted(issuer)}.`,
    mend: 'Ask the CA for a certificate by an issuer that may issue for this name.',
  }),
  'policy-violated': ({ detail: { subject } }) => ({
    title: 'The policies of the chain do not fit',
    explanation: `No policy that is required holds from the root down to ${quoted(subject)}.`,
    mend: CHECK_CHAIN,
  }),
  'hostname-mismatch': ({ detail: { hostname, names } }) => ({
    title: 'The certificate is not for this host',
    explanation: `It does not cover ${quoted(hostname)}. It is for ${names === '' ? 'no host at all' : escapeShortText(names)}.`,
    mend: 'Check that this is the right certificate, or have one issued that includes the host name.',
  }),
  'profile-violated': ({ detail: { subject, rule } }) => ({
    title: 'The certificate breaks a rule for certificates',
    explanation: `${quoted(subject)}: ${RULES[rule]}.`,
    mend: REISSUE,
  }),
  'budget-exceeded': ({ detail: { budget, limit } }) => ({
    title: 'The search for a chain was stopped',
    explanation: `It took more than ${formatCount(limit)} ${BUDGETS[budget]}, which no honest chain does.`,
    mend: 'Give only the certificates that the CA gave out with this one.',
  }),
  'chain-stranger': ({ detail: { subject } }) => ({
    title: 'A certificate does not belong to the chain',
    explanation: `${quoted(subject)} has no part in the way to the root.`,
    mend: 'Remove it from the chain. It does no harm otherwise.',
  }),
  'chain-order': ({ detail: { expected, found } }) => ({
    title: 'The chain is not in order',
    explanation: `Here ${quoted(expected)} is expected, and ${quoted(found)} was found. The order was put right.`,
    mend: 'Nothing needs to be done. In a file for a server, the issuer of each certificate comes right after it.',
  }),
  'chain-repeats-leaf': ({ detail: { subject } }) => ({
    title: 'The chain contains the certificate itself',
    explanation: `${quoted(subject)} stands in the chain once more, and was left out there.`,
    mend: 'Nothing needs to be done. The chain needs the certificates of the issuers only.',
  }),
}

function quoted(text: string): string {
  return `"${escapeShortText(text)}"`
}
