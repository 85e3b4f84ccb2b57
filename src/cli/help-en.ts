import { ONE_FILE_OPTIONS, type UsageError, type UsageFault } from './command.ts'

/** `certkeep --help` in English. */
export const HELP_EN: string = `certkeep looks into certificates, private keys and what else is kept with them.

Usage
  certkeep inspect FILE...      say what is in files, and what is wrong with it
  certkeep check --cert FILE    say whether a certificate may serve traffic, and until when
  certkeep convert FILE         turn a .p12, .p7b or encrypted key into PEM for a certificate form
  certkeep help COMMAND         explain a command, with examples

Options
  --lang en|ko                  language of the output; else as LC_ALL, LC_MESSAGES or LANG say
  -h, --help                    show this
  -V, --version                 show the version

Try it
  certkeep inspect server.crt
  certkeep check --cert server.crt --key server.key --chain chain.crt --host example.com
  openssl s_client -connect example.com:443 -showcerts </dev/null | certkeep inspect -
`

/** `certkeep inspect --help` in English. */
export const HELP_INSPECT_EN: string = `certkeep inspect says what is in files, and what is wrong with it.

Usage
  certkeep inspect [options] FILE...
  certkeep inspect [options] -          read standard input

A FILE holds PEM text, however many blocks, or one binary (DER) object: certificates,
private keys, CSRs, CRLs, PKCS#7, PKCS#12, public keys. Of each it shows what it is; of
certificates also names, validity, fingerprints, serial number, issuer, algorithms, usages
and where revocation is published. Of several certificates it shows who issued whom, by
name. A private key is compared with every certificate in the same command.

Text that was damaged on its way (quoted, indented, cut off, on one line ...) is repaired
where that is safe, and otherwise shown with a caret under the place. Nothing is sent
anywhere. What a private key is made of is never shown.

Not checked: signatures, trust, revocation. A certificate that looks right here may still be
refused by a browser.

Options
  --json            one JSON document instead of text; described in docs/guide/inspect.md
  --at TIME         count days from this time: 2026-05-01 or 2026-05-01T09:00:00+09:00
  --lang en|ko      language of the output
  --no-color        no colours; so does the variable NO_COLOR. A pipe never gets any
  -h, --help        show this

Exit status
  0   all was read, nothing is wrong (warnings may be shown)
  1   something is wrong: damage, an expired or not yet valid certificate, a key that does
      not belong to the certificates, a file that cannot be read
  2   the command was not understood

Examples
  Is this bundle complete and in order, and does the key belong to it?
      certkeep inspect fullchain.pem privkey.pem

  How many days are left on the first of May?
      certkeep inspect --at 2026-05-01 server.crt

  The expiry dates of all certificates in a file, for a script:
      certkeep inspect --json bundle.pem | jq -r '.files[].objects[].certificate?.notAfter // empty'
`

/** `certkeep check --help` in English. */
export const HELP_CHECK_EN: string = `certkeep check says whether a certificate may serve traffic, and until when.

Usage
  certkeep check --cert FILE [--key FILE] [--chain FILE] [options]

It reads the three boxes of a certificate form, proves that the key belongs to the
certificate, looks for a way to a root that is trusted, and says of each problem in which box
it is and what to do about it. Files hold PEM, however damaged, or one binary (DER) object; "-"
is standard input. What a private key is made of is never shown. Nothing is fetched, unless
--revocation asks for it.

Files
  --cert FILE       the certificate, alone or with its chain after it
  --key FILE        its private key
  --chain FILE      the certificates of its issuers, in any order
  --roots FILE      trust the certificates in this file, and no others
  --system-roots    trust the roots of this machine. Without either, those of Mozilla's list

Revocation
  --revocation      ask whether certificates of the chain are revoked, at the addresses in them
  --offline         fetch nothing: go by the files that follow
  --crl FILE        a CRL, and
  --ocsp FILE       an OCSP response, to go by; each may be given several times

Options
  --name NAME       the name under which it is to be registered
  --output FILE     write the ordered chain, certificate first, root last
  --host NAME       the host that the certificate must cover: a DNS name or an address
  --at TIME         judge as of this time: 2026-05-01 or 2026-05-01T09:00:00+09:00
  --purpose NAME    serverAuth (as if not given), clientAuth, emailProtection, codeSigning, any
  --profile NAME    webpki (as if not given): also what the CA/B Forum demands of certificates;
                    rfc5280: the standard alone, as for a CA of one's own
  --json            one JSON document instead of text; described in docs/guide/check.md
  --lang en|ko      language of the output
  --no-color        no colours; so does the variable NO_COLOR. A pipe never gets any
  -h, --help        show this

Exit status
  0   may serve traffic (warnings may be shown)
  1   something is wrong
  2   the command was not understood

Examples
  May this go online?
      certkeep check --cert server.crt --key server.key --chain chain.crt --host example.com

  Will it still be valid in May?
      certkeep check --cert fullchain.pem --at 2026-05-01

  Has the CA revoked it?
      certkeep check --cert fullchain.pem --revocation

  Is this certificate of our own CA sound?
      certkeep check --cert server.crt --roots our-root.crt --profile rfc5280
`

const FAULTS: Readonly<Record<UsageFault, (value: string) => string>> = {
  'no-command': () => 'a command is missing',
  'unknown-command': (value) => `there is no command "${value}"`,
  'unknown-option': (value) => `there is no option ${value}`,
  'foreign-option': (value) => `${value} is an option of another command`,
  'value-missing': (value) => `${value} needs a value`,
  'value-unwanted': (value) => `${value} takes no value`,
  'given-twice': (value) =>
    `${value} can be given only once${ONE_FILE_OPTIONS.includes(value) ? '; put the certificates into one file' : ''}`,
  'bad-time': (value) => `--at does not understand "${value}"; write 2026-05-01 or 2026-05-01T09:00:00Z`,
  'bad-language': (value) => `--lang knows en and ko, not "${value}"`,
  'bad-host': (value) => `--host takes a host name or an address, which "${value}" is not`,
  'bad-purpose': (value) =>
    `--purpose knows serverAuth, clientAuth, emailProtection, codeSigning and any, not "${value}"`,
  'bad-profile': (value) => `--profile knows webpki and rfc5280, not "${value}"`,
  'no-file': () => 'a file is missing; "-" stands for standard input',
  'no-certificate': () => '--cert is missing; it names the file with the certificate',
  'loose-file': (value) => `it is not said what "${value}" is; put --cert, --key or --chain before it`,
  'two-roots': () => '--roots and --system-roots exclude each other',
  'stdin-twice': () => '"-" can be given only once',
  'one-file': (value) => `one file is converted at a time, and "${value}" is a second one`,
  'two-passphrases': () => '--passphrase-file and --passphrase-env exclude each other',
  'two-outputs': () => '--out-dir and --cert, --key or --chain exclude each other',
  'same-output': (value) => `"${value}" is to be written twice`,
  'dash-output': (value) => `${value} names a file to write, and "-" is standard input; ./- is a file of that name`,
  'output-over-key': (value) => `--output would replace the private key in "${value}"`,
}

/** What was wrong with the arguments, and where help is. The value must be safe to print. */
export function usageErrorEn({ fault, value, topic }: UsageError): string {
  return `certkeep: ${FAULTS[fault](value)}.\nTry: certkeep ${topic === 'certkeep' ? '' : `${topic} `}--help\n`
}
