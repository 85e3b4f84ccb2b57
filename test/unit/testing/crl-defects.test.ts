import { describe, expect, it } from 'vitest'
import { CRL_DEFECTS, createTestAuthority, type CrlDefect, type TestCrl } from '../../../src/testing/index.ts'
import { openssl, type OpensslResult } from '../../support/openssl.ts'
import { verifyWithOpenssl } from '../../support/verify-with-openssl.ts'

/** Who notices a defect, and by what. */
type Notice =
  /** `openssl verify -crl_check_all` refuses the path with this error. */
  | { readonly verify: RegExp }
  /** `openssl crl -text` shows it, and does not of a sound CRL. */
  | { readonly text: RegExp }
  /** `openssl crl -text` does not show what it shows of a sound CRL. */
  | { readonly lacks: RegExp }
  /** `openssl asn1parse` shows it, and does not of a sound CRL. */
  | { readonly asn1: RegExp }
  /** `openssl asn1parse` cannot read it. */
  | { readonly unreadable: RegExp }

const NOTICES: Readonly<Record<CrlDefect, Notice>> = {
  stale: { verify: /error 12 at 0 depth lookup: CRL has expired/ },
  future: { verify: /error 11 at 0 depth lookup: CRL is not yet valid/ },
  'missing-next-update': { text: /Next Update: NONE/ },
  'wrong-issuer-key': { verify: /error 8 at 0 depth lookup: CRL signature failure/ },
  'wrong-issuer-name': { verify: /error 3 at 0 depth lookup: unable to get certificate CRL/ },
  'broken-signature': { verify: /error 8 at 0 depth lookup: CRL signature failure/ },
  'sha1-signature': { text: /Signature Algorithm: ecdsa-with-SHA1\n/ },
  'inner-outer-algorithm-mismatch': { asn1: /:d=3 [^\n]*:ecdsa-with-SHA384\n[^]*:d=2 [^\n]*:ecdsa-with-SHA256\n/ },
  'unknown-critical-extension': { verify: /error 36 at 0 depth lookup: unhandled critical CRL extension/ },
  'unknown-critical-entry-extension': { verify: /error 36 at 0 depth lookup: unhandled critical CRL extension/ },
  'duplicate-extension': { text: /Authority Key Identifier[^]*Authority Key Identifier/ },
  'missing-crl-number': { lacks: /X509v3 CRL Number/ },
  'delta-without-crl-number': { text: /CRL extensions:(?![^]*CRL Number)[^]*Delta CRL Indicator: critical\n *1\n/ },
  'contradicting-scope': { verify: /error 3 at 0 depth lookup: unable to get certificate CRL/ },
  'wrong-scope': { verify: /error 44 at 0 depth lookup: different CRL scope/ },
  'non-critical-scope': { text: /X509v3 Issuing Distribution Point: *\n/ },
  'attribute-certificates-only': { verify: /error 44 at 0 depth lookup: different CRL scope/ },
  'empty-only-some-reasons': { text: /Only Some Reasons:\n *<EMPTY>/ },
  'v1-with-extensions': { text: /Version 1 \(0x0\)[^]*CRL extensions:/ },
  'empty-revoked-certificates': { asn1: /:d=2 +hl=2 l= +0 cons: SEQUENCE/ },
  'remove-from-crl-in-complete': { text: /Serial Number: 01\n[^]*CRL Reason Code: *\n *Remove From CRL\n/ },
  'unknown-reason': { text: /Serial Number: 01\n[^]*CRL Reason Code: *\n *7\n/ },
  'month-13': { verify: /error 15 at 0 depth lookup: format error in CRL's lastUpdate field/ },
  'indefinite-length': { asn1: /:d=1 +hl=2 l=inf +cons: SEQUENCE/ },
  truncated: { unreadable: /too long/ },
  'trailing-bytes': { asn1: /:d=0 +hl=2 l= +0 prim: NULL/ },
}

function showText({ pem }: TestCrl): OpensslResult {
  return openssl(['crl', '-in', 'crl.pem', '-noout', '-text'], { 'crl.pem': pem })
}

function showStructure({ der }: TestCrl): OpensslResult {
  return openssl(['asn1parse', '-inform', 'DER', '-in', 'crl.der'], { 'crl.der': der })
}

describe('crl() with a defect', () => {
  it('without any, openssl accepts the path and verifies the CRL', async () => {
    const root = await createTestAuthority()
    const leaf = await root.leaf()
    const crl = await root.crl()
    expect(verifyWithOpenssl(leaf, { at: root.now(), crls: crl.pem })).toMatchObject({ ok: true })
    const files = { 'crl.pem': crl.pem, 'ca.pem': root.pem }
    expect(openssl(['crl', '-in', 'crl.pem', '-CAfile', 'ca.pem', '-noout'], files).output).toContain('verify OK')
  })

  it.each(Object.entries(NOTICES))('%s is noticed', async (name, notice) => {
    const defects = Object.keys(CRL_DEFECTS).filter((known): known is CrlDefect => known === name)
    const root = await createTestAuthority()
    const leaf = await root.leaf()
    const sound = await root.crl()
    const defective = await root.crl({ defects })
    if ('verify' in notice) {
      const { ok, output } = verifyWithOpenssl(leaf, { at: root.now(), crls: defective.pem, extra: ['-extended_crl'] })
      expect(output).toMatch(notice.verify)
      expect(ok).toBe(false)
    } else if ('unreadable' in notice) {
      expect(showStructure(sound).ok).toBe(true)
      const { ok, output } = showStructure(defective)
      expect(output).toMatch(notice.unreadable)
      expect(ok).toBe(false)
    } else {
      const show = 'asn1' in notice ? showStructure : showText
      const [present, absent] = 'lacks' in notice ? [sound, defective] : [defective, sound]
      const pattern = 'asn1' in notice ? notice.asn1 : 'text' in notice ? notice.text : notice.lacks
      expect(show(present).output).toMatch(pattern)
      expect(show(absent).output).not.toMatch(pattern)
    }
  })

  it('missing-crl-sign of the CA makes openssl refuse its CRL', async () => {
    const root = await createTestAuthority()
    const intermediate = await root.intermediate({ defects: ['missing-crl-sign'] })
    const leaf = await intermediate.leaf()
    const crls = (await intermediate.crl()).pem + (await root.crl()).pem
    const { output } = verifyWithOpenssl(leaf, { at: root.now(), crls })
    expect(output).toMatch(/error 35 at 1 depth lookup: key usage does not include CRL signing|error 35 at 0 depth/)
  })
})
