/**
 * What the examples of the guides take for granted: names that a reader understands without a declaration, such as the text that was
 * pasted. A block that uses one of these and does not declare it gets it from here.
 */
import {
  buildChain,
  nextAlertDates,
  parsePem,
  checkRevocation,
  createMemoryStore,
  createRegistry,
  computeStatus,
  type AlertDate,
  type AlertNotice,
  type Certificate,
  type CertificateRecord,
  type ChainReport,
  type Problem,
  type RevocationReport,
  type SealingKey,
  type StatusReport,
  type TrustAnchorInput,
} from 'certkeep'
import { createTestAuthority, type TestAuthority } from 'certkeep/testing'

const root = await createTestAuthority({ at: new Date(), subject: 'Root of the examples' })
const issuing = await root.intermediate({ subject: 'Issuer of the examples' })
const leaf = await issuing.leaf({ names: ['www.example.com', 'example.com'] })

/** The three boxes of a form. */
export const keyPem: string = leaf.key.pkcs8
export const pem: string = leaf.pem
export const chainPem: string = leaf.chainPem
export const fullChain: string = leaf.fullChainPem
/** What somebody pasted: quoted in a mail. */
export const pasted: string = leaf.pem.replace(/^(?=.)/gm, '> ')

export const certificate: Certificate = leaf.certificate
export const intermediates: readonly Certificate[] = [issuing.certificate]
export const anchors: readonly TrustAnchorInput[] = [root.certificate]
export const at: Date = root.now()

export const report: ChainReport = await buildChain(certificate, { anchors, intermediates, at })
export const chain: readonly Certificate[] = report.chain
/** A stapled OCSP response about the certificate. */
export const response: Uint8Array = (await issuing.ocsp({ certificates: [leaf] })).der
export const revocation: RevocationReport = await checkRevocation(chain, { at, ocspResponses: [response] })
/** What was stored when the certificate was looked at last. */
export const previous: StatusReport = computeStatus({ certificate, chain, revocation }, { at })

/** A key that is encrypted, and its passphrase. */
export const bytes: Uint8Array = new TextEncoder().encode(await leaf.key.encrypted('certkeep'))
export const passphrase = 'certkeep'

/** The CA that issued the certificate. */
export const issuer: Certificate = issuing.certificate
export const intermediate: TestAuthority = issuing
/** What is done with a certificate that is not to be relied on. */
export const refuse = (): void => undefined

/** Something that was found wrong: the END line is missing. */
export const problem: Problem = firstOf(parsePem(pem.slice(0, 400)).problems)
export const alert: AlertDate = firstOf(nextAlertDates(certificate, { from: at }))
export const notice: AlertNotice = {
  kind: 'expiring',
  name: 'www',
  domain: 'www.example.com',
  daysLeft: 30,
  notAfter: certificate.notAfter.toISOString(),
  issuer: certificate.issuer.text,
  serialNumber: certificate.serialNumber,
  fingerprint: certificate.fingerprint('sha256'),
  revokedAt: null,
  reason: null,
  services: [],
}

/** Keys that seal, as they follow one another. */
export const older: SealingKey = { id: '2025-11', key: new Uint8Array(32).fill(1) }
export const newer: SealingKey = { id: '2026-11', key: new Uint8Array(32).fill(2) }
export const unrelated: SealingKey = { id: 'test', key: new Uint8Array(32).fill(3) }

/** A certificate that is registered. */
export const record: CertificateRecord = await registered()

async function registered(): Promise<CertificateRecord> {
  const registry = createRegistry({ store: createMemoryStore(), anchors })
  const result = await registry.register({ name: 'www', privateKey: keyPem, certificate: pem, chain: chainPem })
  if (!result.ok) throw new Error(result.problems.map(({ code }) => code).join(', '))
  return result.record
}

function firstOf<T>([first]: readonly T[]): T {
  if (first === undefined) throw new Error('there is none')
  return first
}
