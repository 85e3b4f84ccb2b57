import type { ConvertWords } from './convert-words.ts'
import { writeFailureText } from './write-failures.ts'

/** The words of `certkeep convert` in English. */
export const CONVERT_WORDS_EN: ConvertWords = {
  boxes: { privateKey: 'Private key', certificate: 'Certificate', chain: 'Chain' },
  prompt: (file) => `Passphrase of ${file}: `,
  passphraseFailures: {
    'no-variable': () => 'The variable of the passphrase is not set.',
    'no-terminal': () => 'Nobody can be asked here. Give --passphrase-file or --passphrase-env.',
    'not-found': () => 'There is no such file for the passphrase.',
    directory: () => 'The file for the passphrase is a directory.',
    'not-regular': () => 'The file for the passphrase is not a file. To read a pipe, give "-" for standard input.',
    'no-permission': () => 'You have no permission to read the file with the passphrase.',
    'too-large': () => 'The file for the passphrase is too large.',
    failed: (code) => `The file with the passphrase cannot be read${code === '' ? '' : ` (${code})`}.`,
  },
  filesTitle: 'Files',
  fileStates: {
    written: () => 'written',
    absent: () => 'not written: there is nothing to write into it',
    exists: () => 'not written: it is there already; --force replaces it',
    'not-written': () => 'not written',
    failed: (code) => `not written${code === '' ? '' : `: ${writeFailureText(code, 'en')}`}`,
  },
  nothingWritten: 'Nothing was written. --out-dir DIR writes certificate.pem, private-key.pem and chain.pem.',
}
