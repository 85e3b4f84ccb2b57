import { formatCount } from '../report/format-quantity.ts'
import type { AlertWords } from './alert-words.ts'

/** What an alert says in English. */
export const ALERT_WORDS_EN: AlertWords = {
  days: (count) => (count === 0 ? 'less than a day' : `${formatCount(count)} ${count === 1 ? 'day' : 'days'}`),
  expiring: (days) => `expires in ${days}`,
  expired: 'has expired',
  revoked: 'is revoked',
  label: '[Certificate]',
  subject: (what, whose) => `${whose} ${what}`,
  sentence: {
    expiring: (name, days) => `The certificate ${name} expires in ${days}. After that, clients refuse to connect.`,
    expired: (name) => `The certificate ${name} has expired. Clients refuse to connect.`,
    revoked: (name) => `The certificate ${name} is revoked by its issuer. Clients may refuse to connect.`,
  },
  facts: {
    name: 'Name',
    domain: 'Domain',
    notAfter: 'Valid until',
    revokedAt: 'Revoked at',
    reason: 'Reason',
    issuer: 'Issuer',
    serialNumber: 'Serial number',
    fingerprint: 'Fingerprint (SHA-256)',
    services: 'Used by',
  },
  until: (instant) => `valid until ${instant}`,
  moreServices: (count) => `and ${count} more`,
  noService: 'no service',
  unknown: 'unknown',
}
