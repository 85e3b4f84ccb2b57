import { CONTENT_DEFECTS, type ContentDefect } from './content-defects.ts'
import type { CertificateDefectRow } from './defect-context.ts'
import { ENCODING_DEFECTS, type EncodingDefect } from './encoding-defects.ts'
import { EXTENSION_DEFECTS, type ExtensionDefect } from './extension-defects.ts'

/** What can be wrong, or out of the ordinary, with a certificate. {@link CERTIFICATE_DEFECTS} tells what each does. */
export type CertificateDefect = ContentDefect | ExtensionDefect | EncodingDefect

/** Each {@link CertificateDefect}: what it is, which rule it breaks, and how it is done. */
export const CERTIFICATE_DEFECTS: Readonly<Record<CertificateDefect, CertificateDefectRow>> = {
  ...CONTENT_DEFECTS,
  ...EXTENSION_DEFECTS,
  ...ENCODING_DEFECTS,
}
