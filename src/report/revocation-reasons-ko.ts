import type { RevocationReasonTexts } from './revocation-reason-texts.ts'

/** Why a certificate was revoked, in Korean. */
export const REVOCATION_REASONS_KO: RevocationReasonTexts = {
  unspecified: '사유 없음',
  keyCompromise: '개인 키 유출',
  cACompromise: '인증 기관 침해',
  affiliationChanged: '소속 변경',
  superseded: '다른 인증서로 대체',
  cessationOfOperation: '운영 종료',
  certificateHold: '효력 정지',
  removeFromCRL: '효력 정지 해제',
  privilegeWithdrawn: '권한 철회',
  aACompromise: '속성 인증 기관 침해',
}
