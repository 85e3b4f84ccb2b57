import type { UsageError } from './parse-arguments.ts'

/** `certkeep --help` in English. */
export const HELP_EN: string = `certkeep looks into certificates, private keys and what else is kept with them.

Usage
  certkeep inspect FILE...      say what is in files, and what is wrong with it
  certkeep help inspect         explain the command, with examples

Options
  --lang en|ko                  language of the output; else as LC_ALL, LC_MESSAGES or LANG say
  -h, --help                    show this
  -V, --version                 show the version

Try it
  certkeep inspect server.crt
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

const FAULTS: Readonly<Record<UsageError['fault'], (value: string) => string>> = {
  'no-command': () => 'a command is missing',
  'unknown-command': (value) => `there is no command "${value}"`,
  'unknown-option': (value) => `there is no option ${value}`,
  'value-missing': (value) => `${value} needs a value`,
  'value-unwanted': (value) => `${value} takes no value`,
  'bad-time': (value) => `--at does not understand "${value}"; write 2026-05-01 or 2026-05-01T09:00:00Z`,
  'bad-language': (value) => `--lang knows en and ko, not "${value}"`,
  'no-file': () => 'a file is missing; "-" stands for standard input',
  'stdin-twice': () => '"-" can be given only once',
}

/** What was wrong with the arguments, and where help is. */
export function usageErrorEn(fault: UsageError['fault'], value: string): string {
  return `certkeep: ${FAULTS[fault](value)}.\nTry: certkeep ${fault.startsWith('no-c') || fault === 'unknown-command' ? '--help' : 'inspect --help'}\n`
}
