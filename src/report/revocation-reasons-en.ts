import type { RevocationReasonTexts } from './revocation-reason-texts.ts'

/** Why a certificate was revoked, in English. */
export const REVOCATION_REASONS_EN: RevocationReasonTexts = {
  unspecified: 'no reason given',
  keyCompromise: 'the key was compromised',
  cACompromise: 'the CA was compromised',
  affiliationChanged: 'the affiliation has changed',
  superseded: 'another certificate has taken its place',
  cessationOfOperation: 'it is no longer operated',
  certificateHold: 'it is on hold',
  removeFromCRL: 'it is no longer on hold',
  privilegeWithdrawn: 'the privilege was withdrawn',
  aACompromise: 'the attribute authority was compromised',
}
