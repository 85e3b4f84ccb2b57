/**
 * Turns PKCS#12, PKCS#7, encrypted keys and DER into the PEM of the three boxes of a form.
 *
 * @packageDocumentation
 * @module certkeep/convert
 */
export { convertToPem } from './convert-to-pem.ts'

export type { ConvertOptions } from './convert-to-pem.ts'
export type { ConvertReport } from './convert-report.ts'
export type { ConvertForm } from './identify-input.ts'
