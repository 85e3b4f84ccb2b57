/** `certkeep convert --help` in English. */
export const HELP_CONVERT_EN: string = `certkeep convert opens a file and writes what a certificate form takes: the private key, the
certificate and its chain as PEM.

Usage
  certkeep convert [options] FILE
  certkeep convert [options] -          read standard input

FILE is a PKCS#12 file (.p12, .pfx), a PKCS#7 file (.p7b, .p7c), an encrypted private key, a
certificate or key in DER, or PEM text with any of these. The certificate is the one that the
private key belongs to; its chain is put in order. What was found is shown; what a private key is
made of never is. Nothing is sent anywhere.

A passphrase is asked for where one is needed. It is never an argument, as every user of the
machine could see it there.

Not checked: validity, trust, revocation. certkeep check does.

Options
  --out-dir DIR           write certificate.pem, private-key.pem and chain.pem into this folder
  --cert FILE             write the certificate to this file
  --key FILE              write the private key to this file, which only you may read
  --chain FILE            write the chain to this file
  --force                 replace files that are there already
  --passphrase-file FILE  take the passphrase from the first line of this file, or of "-"
  --passphrase-env NAME   take the passphrase from this variable
  --json                  one JSON document instead of text; described in docs/guide/convert.md
  --at TIME               count days from this time: 2026-05-01 or 2026-05-01T09:00:00+09:00
  --lang en|ko            language of the output
  --no-color              no colours; so does the variable NO_COLOR. A pipe never gets any
  -h, --help              show this

Exit status
  0   the file was opened, and all files were written
  1   something is wrong; then no file was written, unless the disk failed in between
  2   the command was not understood

Examples
  What is in this file from the CA?
      certkeep convert bundle.p12

  Write key, certificate and chain for the form, or for a server
      certkeep convert bundle.p12 --out-dir .

  Decrypt a private key in a script
      certkeep convert server.key --passphrase-file secret.txt --key decrypted.key
`
