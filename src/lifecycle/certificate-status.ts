/**
 * What a console shows of a registered certificate.
 *
 * - `valid` (정상): in order, and within its dates
 * - `expired` (만료): past the notAfter of a certificate that its path needs
 * - `revoked` (폐기): its issuer, or the issuer of a CA above it, has revoked it
 * - `registration-failed` (등록실패): it was not registered, because something about it is not right
 * - `unverifiable` (확인불가): its status cannot be had from the issuer
 */
export type CertificateStatus = 'valid' | 'expired' | 'revoked' | 'registration-failed' | 'unverifiable'

/** Whether any service uses it: `in-use` (사용중) or `unused` (미사용). */
export type Usage = 'in-use' | 'unused'
