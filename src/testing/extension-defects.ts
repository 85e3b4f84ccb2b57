import { concatBytes } from '@noble/hashes/utils.js'
import { encodeNull } from '../der/write-der.ts'
import type { CertificateDraft } from './certificate-draft.ts'
import type { CertificateOptions } from './certificate-options.ts'
import type { CertificateDefectRow } from './defect-context.ts'
import { EXAMPLE_EXTENSION } from './example-extension.ts'
import {
  authorityInfoAccess,
  authorityKeyIdentifier,
  basicConstraints,
  critical,
  EXTENSION_OIDS,
  extendedKeyUsage,
  nameConstraints,
  presence,
  subjectAltName,
  tlsFeature,
  type TestExtension,
  type TestExtensionName,
} from './test-extension.ts'
import { firstDnsName } from './test-general-name.ts'
import { CERTIFICATE_PROFILES } from './certificate-profiles.ts'

/** Defects of extensions. */
export type ExtensionDefect =
  | 'missing-basic-constraints'
  | 'ca-false'
  | 'path-length-without-ca'
  | 'path-length-broken'
  | 'missing-key-usage'
  | 'missing-key-cert-sign'
  | 'missing-crl-sign'
  | 'missing-san'
  | 'empty-san'
  | 'missing-extended-key-usage'
  | 'wrong-extended-key-usage'
  | 'any-extended-key-usage'
  | 'empty-extended-key-usage'
  | 'missing-subject-key-identifier'
  | 'missing-authority-key-identifier'
  | 'wrong-authority-key-identifier'
  | 'unknown-critical-extension'
  | 'deprecated-critical-extension'
  | 'duplicate-extension'
  | 'trailing-bytes-in-extension'
  | 'name-constraints-violated'
  | 'name-excluded'
  | 'empty-name-constraints'
  | 'ct-poison'
  | 'must-staple'
  | 'no-rev-avail'
  | 'contradicting-no-rev-avail'
  | 'short-lived'

/** The identifier that X.509 once gave basicConstraints; matched by name it passes for the real one (see node-forge 1.4.3). */
const OLD_BASIC_CONSTRAINTS = '2.5.29.10'

/** Each {@link ExtensionDefect}. */
export const EXTENSION_DEFECTS: Readonly<Record<ExtensionDefect, CertificateDefectRow>> = {
  'missing-basic-constraints': {
    description: 'A CA without basicConstraints.',
    reference: 'RFC 5280 section 6.1.4 (k)',
    on: 'ca',
    draft: (draft) => without(draft, 'basicConstraints'),
  },
  'ca-false': {
    description: 'A CA whose basicConstraints say that it is none.',
    reference: 'RFC 5280 section 6.1.4 (k)',
    on: 'ca',
    draft: (draft) => withExtension(draft, basicConstraints({ cA: false })),
  },
  'path-length-without-ca': {
    description: 'pathLenConstraint where cA is not TRUE.',
    reference: 'RFC 5280 section 4.2.1.9',
    on: 'any',
    draft: (draft) => withExtension(draft, basicConstraints({ cA: false, pathLenConstraint: 0 })),
  },
  'path-length-broken': {
    description: 'Issued by a second intermediate below one whose pathLenConstraint allows none.',
    reference: 'RFC 5280 section 6.1.4 (l)',
    on: 'leaf',
    interpose: async (authority) => (await authority.intermediate({ pathLength: 0 })).intermediate(),
  },
  'missing-key-usage': {
    description: 'No keyUsage.',
    reference: 'RFC 5280 section 4.2.1.3, RFC 10007',
    on: 'any',
    draft: (draft) => without(draft, 'keyUsage'),
  },
  'missing-key-cert-sign': {
    description: 'A CA whose keyUsage lacks keyCertSign.',
    reference: 'RFC 5280 section 6.1.4 (n)',
    on: 'ca',
    options: (options) => ({ ...options, keyUsage: ['cRLSign'] }),
  },
  'missing-crl-sign': {
    description: 'A CA whose keyUsage lacks cRLSign.',
    reference: 'RFC 5280 section 6.3.3 (f)',
    on: 'ca',
    options: (options) => ({ ...options, keyUsage: ['keyCertSign'] }),
  },
  'missing-san': {
    description: 'No subjectAltName; the common name alone names the host.',
    reference: 'RFC 9525 section 6.3, Baseline Requirements section 7.1.2.7.12',
    on: 'leaf',
    draft: (draft) => without(draft, 'subjectAltName'),
  },
  'empty-san': {
    description: 'subjectAltName without a name.',
    reference: 'RFC 5280 section 4.2.1.6',
    on: 'any',
    draft: (draft) => withExtension(draft, subjectAltName([])),
  },
  'missing-extended-key-usage': {
    description: 'No extendedKeyUsage.',
    reference: 'Baseline Requirements section 7.1.2.7.6',
    on: 'leaf',
    draft: (draft) => without(draft, 'extKeyUsage'),
  },
  'wrong-extended-key-usage': {
    description: 'For signing code only.',
    reference: 'RFC 5280 section 4.2.1.12',
    on: 'any',
    draft: (draft) => withExtension(draft, extendedKeyUsage(['codeSigning'])),
  },
  'any-extended-key-usage': {
    description: 'For anyExtendedKeyUsage only.',
    reference: 'RFC 5280 section 4.2.1.12, RFC 6960 section 4.2.2.2',
    on: 'any',
    draft: (draft) => withExtension(draft, extendedKeyUsage(['anyExtendedKeyUsage'])),
  },
  'empty-extended-key-usage': {
    description: 'extendedKeyUsage without a purpose.',
    reference: 'RFC 5280 section 4.2.1.12',
    on: 'any',
    draft: (draft) => withExtension(draft, extendedKeyUsage([])),
  },
  'missing-subject-key-identifier': {
    description: 'A CA without subjectKeyIdentifier.',
    reference: 'RFC 5280 section 4.2.1.2',
    on: 'ca',
    draft: (draft) => without(draft, 'subjectKeyIdentifier'),
  },
  'missing-authority-key-identifier': {
    description: 'No authorityKeyIdentifier.',
    reference: 'RFC 5280 section 4.2.1.1',
    on: 'any',
    draft: (draft) => without(draft, 'authorityKeyIdentifier'),
  },
  'wrong-authority-key-identifier': {
    description: 'authorityKeyIdentifier of a key that nobody has, though the issuer signed.',
    reference: 'RFC 5280 section 4.2.1.1',
    on: 'any',
    draft: (draft) => withExtension(draft, authorityKeyIdentifier('5a'.repeat(20))),
  },
  'unknown-critical-extension': {
    description: 'A critical extension that nobody knows.',
    reference: 'RFC 5280 section 4.2',
    on: 'any',
    draft: (draft) => withExtension(draft, { oid: EXAMPLE_EXTENSION, critical: true, value: encodeNull() }),
  },
  'deprecated-critical-extension': {
    description: 'basicConstraints under its old identifier, critical.',
    reference: 'RFC 5280 section 4.2',
    on: 'any',
    draft: (draft) => {
      const { value } = basicConstraints({ cA: true })
      return withExtension(without(draft, 'basicConstraints'), { oid: OLD_BASIC_CONSTRAINTS, critical: true, value })
    },
  },
  'duplicate-extension': {
    description: 'The first extension stands there twice.',
    reference: 'RFC 5280 section 4.2',
    on: 'any',
    draft: (draft) => ({ ...draft, extensions: [...draft.extensions, ...draft.extensions.slice(0, 1)] }),
  },
  'trailing-bytes-in-extension': {
    description: 'A NULL follows the value of keyUsage.',
    reference: 'RFC 5280 section 4.2',
    on: 'any',
    draft: (draft) => changeExtension(draft, 'keyUsage', (value) => concatBytes(value, encodeNull())),
  },
  'name-constraints-violated': {
    description: 'Issued by an intermediate that may only issue for permitted.example.',
    reference: 'RFC 5280 section 6.1.3 (b)',
    on: 'leaf',
    interpose: (authority, options) => {
      constrainedName(options, 'name-constraints-violated')
      return authority.intermediate({ nameConstraints: { permitted: ['permitted.example'] } })
    },
  },
  'name-excluded': {
    description: 'Issued by an intermediate that may not issue for its first DNS name.',
    reference: 'RFC 5280 section 6.1.3 (c)',
    on: 'leaf',
    interpose: (authority, options) =>
      authority.intermediate({ nameConstraints: { excluded: [constrainedName(options, 'name-excluded')] } }),
  },
  'empty-name-constraints': {
    description: 'nameConstraints with neither permitted nor excluded names.',
    reference: 'RFC 5280 section 4.2.1.10',
    on: 'ca',
    draft: (draft) => withExtension(draft, nameConstraints({})),
  },
  'ct-poison': {
    description: 'A precertificate, for the log only.',
    reference: 'RFC 6962 section 3.1',
    on: 'leaf',
    draft: (draft) => withExtension(draft, critical('precertificatePoison', encodeNull())),
  },
  'must-staple': {
    description: 'Not wrong: demands an OCSP response in the handshake.',
    reference: 'RFC 7633 section 4.2.3',
    on: 'any',
    draft: (draft) => withExtension(draft, tlsFeature([5])),
  },
  'no-rev-avail': {
    description: 'Not wrong: says that revocation is not published for it.',
    reference: 'RFC 9608 section 2',
    on: 'leaf',
    options: (options) => ({ ...options, urls: {} }),
    draft: (draft) => withExtension(draft, presence('noRevAvail')),
  },
  'contradicting-no-rev-avail': {
    description: 'Says that revocation is not published for it, and where an OCSP responder is.',
    reference: 'RFC 9608 section 3',
    on: 'leaf',
    options: (options) => ({ ...options, urls: {} }),
    draft: (draft) => {
      const access = authorityInfoAccess(['http://ocsp.example/'], [])
      return withExtension(withExtension(draft, presence('noRevAvail')), access)
    },
  },
  'short-lived': {
    description: 'Not wrong: lives six days and does not say where revocation is published.',
    reference: 'Baseline Requirements section 1.6.1',
    on: 'leaf',
    options: (options) => ({ ...options, notAfter: undefined, lifetimeDays: 6, urls: {} }),
  },
}

/** The DNS name that a constraint is to forbid: constraints of DNS names bind no others. */
function constrainedName({ names = CERTIFICATE_PROFILES.leaf.names }: CertificateOptions, defect: string): string {
  const name = firstDnsName(names)
  if (name === undefined) throw new TypeError(`"${defect}" needs a certificate with a DNS name`)
  return name
}

function without(draft: CertificateDraft, name: TestExtensionName): CertificateDraft {
  return { ...draft, extensions: draft.extensions.filter(({ oid }) => oid !== EXTENSION_OIDS[name]) }
}

function withExtension(draft: CertificateDraft, extension: TestExtension): CertificateDraft {
  return { ...draft, extensions: [...draft.extensions.filter(({ oid }) => oid !== extension.oid), extension] }
}

function changeExtension(
  draft: CertificateDraft,
  name: TestExtensionName,
  change: (value: Uint8Array) => Uint8Array,
): CertificateDraft {
  const extensions = draft.extensions.map((extension) =>
    extension.oid === EXTENSION_OIDS[name] ? { ...extension, value: change(extension.value) } : extension,
  )
  return { ...draft, extensions }
}
