import { formatCount } from './format-quantity.ts'
import type { LifecycleTexts } from './lifecycle-texts.ts'

function plural(count: number, one: string): string {
  return `${formatCount(count)} ${count === 1 ? one : `${one}s`}`
}

/** What is said in English about how certificates fare over time. */
export const LIFECYCLE_TEXTS_EN: LifecycleTexts = {
  statuses: {
    valid: ({ days, expiresAt, reason }) => ({
      label: 'Valid',
      explanation: `It expires on ${expiresAt}, in ${days === 0 ? 'less than a day' : plural(days, 'day')}.${reason === undefined ? '' : ` At the last check: ${reason}.`}`,
      mend: reason === undefined ? 'Nothing needs to be done.' : 'It is checked again; nothing needs to be done yet.',
    }),
    expired: ({ days, expiresAt }) => ({
      label: 'Expired',
      explanation: `It expired on ${expiresAt}, ${days === 0 ? 'less than a day' : plural(days, 'day')} ago.`,
      mend: 'Replace it with a certificate that is valid, and its chain with it.',
    }),
    revoked: ({ revoked }) => ({
      label: 'Revoked',
      explanation:
        revoked === undefined
          ? 'Its issuer has revoked it.'
          : `Its issuer revoked it on ${revoked.at} (${revoked.reason}).`,
      mend: 'Replace it now. If its key may be known to others, make a new key too.',
    }),
    'registration-failed': ({ reason }) => ({
      label: 'Registration failed',
      explanation: reason === undefined ? 'It was not registered.' : `It was not registered: ${reason}.`,
      mend: 'Mend what is named, and register it again.',
    }),
    unverifiable: ({ reason }) => ({
      label: 'Unverifiable',
      explanation:
        reason === undefined
          ? 'Whether its issuer has revoked it cannot be established.'
          : `Whether it may be relied on cannot be established: ${reason}.`,
      mend: 'It is checked again by itself. If this lasts, ask the CA.',
    }),
  },
  usages: {
    'in-use': { label: 'In use', explanation: 'A service uses it, so that it cannot be deleted.' },
    unused: { label: 'Not in use', explanation: 'No service uses it.' },
  },
  alerts: {
    expiring: ({ duration }) => ({
      title: `The certificate expires in ${duration}`,
      explanation: `It expires in ${duration}; after that, clients refuse to connect.`,
      mend: 'Have it renewed, and replace it before then.',
    }),
    expired: () => ({
      title: 'The certificate has expired',
      explanation: 'Its validity is over, and clients refuse to connect.',
      mend: 'Replace it with a certificate that is valid.',
    }),
    revoked: ({ days }) => ({
      title: 'The certificate is revoked',
      explanation: `Its issuer has revoked it, and clients may refuse to connect. It would have expired in ${plural(days, 'day')}.`,
      mend: 'Replace it now. If its key may be known to others, make a new key too.',
    }),
  },
  kinds: {
    'key-mismatch':
      'The private key and the certificate do not belong together; check that both are files of the same certificate.',
    format: 'The private key, the certificate or the chain has the wrong format; check that it was copied whole.',
    'not-current': 'A certificate that is revoked, expired or not valid yet cannot be registered.',
    'not-public': 'A private certificate, which no recognised CA has issued, cannot be registered.',
    'encrypted-key': 'The private key is encrypted and must be decrypted before it is registered.',
    'incomplete-chain': 'The certificate chain lacks a certificate between the certificate and its root, or the root.',
    unusable: 'The certificate cannot serve for what it is meant to.',
    unverifiable: 'Whether the certificate is revoked could not be established.',
    name: 'The name of the certificate cannot be used.',
    'in-use': 'The certificate is in use by a service and cannot be deleted until it is disconnected there.',
    conflict: 'The certificate was changed by somebody else in the meantime.',
  },
  units: {
    d: (count) => plural(count, 'day'),
    h: (count) => plural(count, 'hour'),
    m: (count) => plural(count, 'minute'),
    s: (count) => plural(count, 'second'),
  },
  schedule: {
    title: (expiresAt) => `Alerts for a certificate that expires on ${expiresAt}`,
    line: (when, title) => `${when}: ${title}`,
    none: 'No alerts are to come.',
    more: (limit) => `These are the first ${formatCount(limit)}; more may follow.`,
  },
}
