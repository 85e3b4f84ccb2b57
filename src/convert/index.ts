export { convertToPem } from './convert-to-pem.ts'

export type { ConvertOptions } from './convert-to-pem.ts'
export type { ConvertReport } from './convert-report.ts'
export type { ConvertForm } from './identify-input.ts'
