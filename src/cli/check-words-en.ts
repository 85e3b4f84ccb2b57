import type { ChainPurpose } from '../path/certificate-faults.ts'
import { formatCount } from '../report/format-quantity.ts'
import type { BoxName, RootsReport } from './check-report.ts'
import type { CheckWords } from './check-words.ts'
import { writeFailureText } from './write-failures.ts'

const PLACES: Readonly<Record<BoxName, string>> = {
  certificate: 'certificate',
  privateKey: 'private key',
  chain: 'chain',
  roots: 'roots',
}

const ABILITIES: Readonly<Record<ChainPurpose, string>> = {
  serverAuth: 'may serve traffic',
  clientAuth: 'may identify a client',
  emailProtection: 'may protect e-mail',
  codeSigning: 'may sign code',
  any: 'leads to a trusted root',
}

/** The words of `certkeep check` in English. */
export const CHECK_WORDS_EN: CheckWords = {
  boxes: { certificate: 'Certificate', privateKey: 'Private key', chain: 'Chain', roots: 'Roots' },
  notGiven: 'not given',
  place: (box, number) => `${PLACES[box]} #${formatCount(number)}`,
  fit: (purpose, host) => `${ABILITIES[purpose]}${host === undefined ? '' : ` for ${host}`}`,
  expires: (instant) => `until ${instant}`,
  becauseOf: (name) => `because of ${name}`,
  moreReasons: (count) => `(and ${formatCount(count)} more problem${count === 1 ? '' : 's'})`,
  noRoots: 'There are no roots to trust',
  keyBelongs: 'belongs to the certificate',
  keyStranger: 'does not belong to the certificate',
  keyNotChecked: 'not compared',
  pathTitle: 'Way to the root',
  trustedRoot: 'trusted root',
  untrustedRoot: 'root, not trusted',
  pathEnds: 'the way to a root ends here',
  dates: (from, to) => `${from} to ${to}`,
  trusted: describeRoots,
  oldRoots: (days) => `That list is ${formatCount(days)} days old: a newer certkeep has a newer one.`,
  unreadableRoots: (count) =>
    count === 1
      ? 'One of them cannot be read, and is not trusted.'
      : `${formatCount(count)} more cannot be read, and are not trusted.`,
  notRevocation: 'Revocation was not checked (--revocation asks for it).',
  name: 'Name',
  revocationTitle: 'Revocation',
  revocationStates: {
    good: 'not revoked',
    revoked: 'revoked',
    unknown: 'not known to the issuer',
    unavailable: 'could not be established',
    'not-applicable': 'need not be checked',
  },
  revocationSources: { crl: 'by CRL', ocsp: 'by OCSP' },
  freshUntil: (instant) => `as known until ${instant}`,
  revokedOn: (instant) => `since ${instant}`,
  evidence: { crl: 'CRL', ocsp: 'OCSP response' },
  status: 'Status',
  statuses: {
    valid: 'valid',
    expired: 'expired',
    revoked: 'revoked',
    'registration-failed': 'cannot be registered',
    unverifiable: 'cannot be verified',
  },
  alertsTitle: 'Alerts to come',
  alert: (kind, daysBefore) => {
    switch (kind) {
      case 'expiring':
        return daysBefore < 1
          ? 'less than a day left'
          : `${formatCount(daysBefore)} day${daysBefore === 1 ? '' : 's'} left`
      case 'expired':
        return 'expires'
      case 'revoked':
        return 'revoked'
    }
  },
  asking: (host) => `Asking ${host} ...`,
  written: (file) => `The ordered chain was written to ${file}.`,
  notWritten: (file) => `There is no chain up to a root, so that nothing was written to ${file}.`,
  writeFailed: (file, code) => `The chain could not be written to ${file}: ${writeFailureText(code, 'en')}.`,
  notAsked: (missing) =>
    `Not given, and so not checked: ${missing.map((what) => (what === 'key' ? 'a private key (--key)' : 'a host name (--host)')).join(', ')}.`,
}

function describeRoots({ source, count, snapshot }: RootsReport): string {
  const roots = `${formatCount(count)} root${count === 1 ? '' : 's'}`
  switch (source) {
    case 'mozilla':
      return `Trusted: the ${formatCount(count)} public roots in Mozilla's list of ${snapshot ?? ''}.`
    case 'file':
      return `Trusted: ${roots} of the file given, and no other.`
    case 'system':
      return `Trusted: ${roots} of this system.`
    case 'bundled':
      return `Trusted: ${roots} that came with Node, which here cannot read those of the system.`
  }
}
