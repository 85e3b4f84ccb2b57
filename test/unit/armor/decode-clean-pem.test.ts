import { describe, expect, it } from 'vitest'
import { decodeSinglePem } from '../../../src/armor/decode-clean-pem.ts'
import { parsePem } from '../../../src/pem/parse-pem.ts'
import { derOf } from '../pem/pastes.ts'
import { EC_CERTIFICATE, RSA_CERTIFICATE, RSA_KEY } from '../pem/samples.ts'

const LABELS = ['CERTIFICATE', 'X509 CERTIFICATE']

describe('decodeSinglePem()', () => {
  it.each([
    ['LF', RSA_CERTIFICATE],
    ['CRLF', RSA_CERTIFICATE.replaceAll('\n', '\r\n')],
    ['blanks around', ` \n${RSA_CERTIFICATE}\n \n`],
    ['no last line end', RSA_CERTIFICATE.trimEnd()],
    ['another of the labels', RSA_CERTIFICATE.replaceAll('CERTIFICATE', 'X509 CERTIFICATE')],
  ])('decodes one block with %s', (_, text) => {
    expect(decodeSinglePem(text, LABELS)).toEqual(derOf(RSA_CERTIFICATE))
    expect(parsePem(text)).toMatchObject({ ok: true, problems: [] })
  })

  it.each([
    ['nothing', ''],
    ['another label', RSA_KEY],
    ['another label at the end', RSA_CERTIFICATE.replace('END CERTIFICATE', 'END X509 CERTIFICATE')],
    ['text before', `x\n${RSA_CERTIFICATE}`],
    ['text after', `${RSA_CERTIFICATE}x`],
    ['two blocks', EC_CERTIFICATE + RSA_CERTIFICATE],
    ['no END', RSA_CERTIFICATE.slice(0, -30)],
    ['no data', '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n'],
    ['data on the line of BEGIN', RSA_CERTIFICATE.replace('\n', '')],
    ['data on the line of END', RSA_CERTIFICATE.replace('\n-----END', '-----END')],
    ['a character that is not base64', RSA_CERTIFICATE.replace('\n', '\n*')],
    ['overlapping lines', '-----BEGIN CERTIFICATE-----END CERTIFICATE-----'],
  ])('leaves text with %s to parsePem', (_, text) => {
    expect(decodeSinglePem(text, LABELS)).toBeUndefined()
  })
})
