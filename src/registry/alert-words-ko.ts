import { formatCount } from '../report/format-quantity.ts'
import type { AlertWords } from './alert-words.ts'

/** What an alert says in Korean, in the words of the console. */
export const ALERT_WORDS_KO: AlertWords = {
  days: (count) => (count === 0 ? '하루 미만' : `${formatCount(count)}일`),
  expiring: (days) => `만료까지 ${days} 남음`,
  expired: '만료됨',
  revoked: '폐기됨',
  label: '[인증서]',
  subject: (what, whose) => `${whose} ${what}`,
  sentence: {
    expiring: (name, days) => `${name} 인증서 만료까지 ${days} 남았습니다. 만료되면 클라이언트가 접속을 거부합니다.`,
    expired: (name) => `${name} 인증서가 만료되었습니다. 클라이언트가 접속을 거부합니다.`,
    revoked: (name) => `발급자가 ${name} 인증서를 폐기했습니다. 클라이언트가 접속을 거부할 수 있습니다.`,
  },
  facts: {
    name: '인증서 이름',
    domain: '대표 도메인',
    notAfter: '만료 시각',
    revokedAt: '폐기 시각',
    reason: '폐기 사유',
    issuer: '발급자',
    serialNumber: '일련번호',
    fingerprint: '지문(SHA-256)',
    services: '사용 중인 서비스',
  },
  until: (instant) => `만료 ${instant}`,
  moreServices: (count) => `외 ${count}건`,
  noService: '없음',
  unknown: '알 수 없음',
}
