import type { EncryptedKeyContainer } from '../problem/key-problems.ts'

/**
 * The command that decrypts a private key in the container found. It asks for the passphrase, so that none is left
 * in a shell's history. `ssh-keygen` rewrites the file itself, hence the copy.
 */
export function decryptCommand(container: EncryptedKeyContainer): string {
  switch (container) {
    case 'pkcs8':
      return 'openssl pkcs8 -in key.pem -out decrypted.key'
    case 'legacy-rsa':
      return 'openssl rsa -in key.pem -out decrypted.key'
    case 'legacy-ec':
      return 'openssl ec -in key.pem -out decrypted.key'
    case 'legacy-dsa':
      return 'openssl dsa -in key.pem -out decrypted.key'
    case 'openssh':
      return 'cp key.pem decrypted.key && ssh-keygen -p -m PEM -N "" -f decrypted.key'
    case 'unknown':
      return 'openssl pkey -in key.pem -out decrypted.key'
  }
}

/** The same by this package's own command, which asks for the passphrase too. */
export const CONVERT_PKCS12_COMMAND: string = 'npx certkeep convert bundle.p12 --out-dir .'

/** The same for a PKCS#7 file. */
export const CONVERT_PKCS7_COMMAND: string = 'npx certkeep convert chain.p7b --out-dir .'

/** Takes the certificates out of a PKCS#7 file. */
export const PKCS7_COMMAND: string = 'openssl pkcs7 -print_certs -in chain.p7b -out chain.pem'

/** Takes key and certificates out of a PKCS#12 file; `-nodes` is understood by every version of openssl. */
export const PKCS12_COMMAND: string = 'openssl pkcs12 -in bundle.p12 -nodes -out bundle.pem'

/** Rewrites an OpenSSH key as PEM. */
export const OPENSSH_COMMAND: string = 'cp key key.pem && ssh-keygen -p -m PEM -N "" -f key.pem'

/** Rewrites a PuTTY key as PEM. */
export const PUTTY_COMMAND: string = 'puttygen key.ppk -O private-openssh -o key && ssh-keygen -p -m PEM -N "" -f key'

/** Rewrites a Java keystore as PKCS#12. */
export const KEYSTORE_COMMAND: string =
  'keytool -importkeystore -srckeystore keystore.jks -destkeystore bundle.p12 -deststoretype PKCS12'

/** Rewrites a certificate in DER as PEM. */
export const DER_CERTIFICATE_COMMAND: string = 'openssl x509 -inform der -in certificate.der -out certificate.pem'

/** Rewrites a private key in DER as PEM. */
export const DER_KEY_COMMAND: string = 'openssl pkey -inform der -in key.der -out key.pem'
