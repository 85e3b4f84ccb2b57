import type { ChainPurpose } from '../path/certificate-faults.ts'
import { formatCount } from '../report/format-quantity.ts'
import type { BoxName, RootsReport } from './check-report.ts'
import type { CheckWords } from './check-words.ts'
import { writeFailureText } from './write-failures.ts'

const BOXES: Readonly<Record<BoxName, string>> = {
  certificate: '인증서 본문',
  privateKey: '개인 키',
  chain: '인증서 체인',
  roots: '루트 인증서',
}

const ABILITIES: Readonly<Record<ChainPurpose, string>> = {
  serverAuth: '서비스에 사용 가능',
  clientAuth: '클라이언트 인증에 사용 가능',
  emailProtection: '전자 메일 보호에 사용 가능',
  codeSigning: '코드 서명에 사용 가능',
  any: '신뢰하는 루트로 이어짐',
}

/** The words of `certkeep check` in Korean. */
export const CHECK_WORDS_KO: CheckWords = {
  boxes: BOXES,
  notGiven: '입력하지 않음',
  place: (box, number) => `${BOXES[box]} #${formatCount(number)}`,
  fit: (purpose, host) => `${host === undefined ? '' : `${host}: `}${ABILITIES[purpose]}`,
  expires: (instant) => `${instant}까지`,
  becauseOf: (name) => `${name} 기준`,
  moreReasons: (count) => `(외 ${formatCount(count)}건)`,
  noRoots: '신뢰할 루트 인증서가 없습니다',
  keyBelongs: '인증서와 맞습니다',
  keyStranger: '인증서와 맞지 않습니다',
  keyNotChecked: '비교하지 않았습니다',
  pathTitle: '인증 경로',
  trustedRoot: '신뢰하는 루트',
  untrustedRoot: '신뢰하지 않는 루트',
  pathEnds: '루트로 가는 경로가 여기에서 끊깁니다',
  dates: (from, to) => `${from} ~ ${to}`,
  trusted: describeRoots,
  oldRoots: (days) => `이 목록은 ${formatCount(days)}일 지났습니다. certkeep을 새 버전으로 업데이트하세요.`,
  unreadableRoots: (count) => `읽을 수 없는 루트 인증서 ${formatCount(count)}개는 신뢰하지 않았습니다.`,
  notRevocation: '폐기 여부는 확인하지 않았습니다(확인하려면 --revocation).',
  name: '인증서 이름',
  revocationTitle: '폐기 여부',
  revocationStates: {
    good: '폐기되지 않음',
    revoked: '폐기됨',
    unknown: '발급자가 알지 못하는 인증서',
    unavailable: '확인하지 못함',
    'not-applicable': '확인 대상 아님',
  },
  revocationSources: { crl: 'CRL 기준', ocsp: 'OCSP 기준' },
  freshUntil: (instant) => `${instant}까지 유효한 정보`,
  revokedOn: (instant) => `${instant}부터`,
  evidence: { crl: 'CRL', ocsp: 'OCSP 응답' },
  status: '상태',
  statuses: {
    valid: '정상',
    expired: '만료',
    revoked: '폐기',
    'registration-failed': '등록실패',
    unverifiable: '확인불가',
  },
  alertsTitle: '예정된 알림',
  alert: (kind, daysBefore) => {
    switch (kind) {
      case 'expiring':
        return daysBefore < 1 ? '만료까지 하루 미만' : `만료 ${formatCount(daysBefore)}일 전`
      case 'expired':
        return '만료'
      case 'revoked':
        return '폐기됨'
    }
  },
  asking: (host) => `${host}에 확인하는 중...`,
  written: (file) => `순서를 맞춘 인증서 체인을 ${file} 파일에 저장했습니다.`,
  notWritten: (file) => `루트까지 이어지는 인증서 체인이 없어 ${file} 파일에 저장하지 않았습니다.`,
  writeFailed: (file, code) => `인증서 체인을 ${file} 파일에 저장하지 못했습니다: ${writeFailureText(code, 'ko')}.`,
  notAsked: (missing) =>
    `입력하지 않아 확인하지 않은 항목: ${missing.map((what) => (what === 'key' ? '개인 키(--key)' : '호스트 이름(--host)')).join(', ')}`,
}

function describeRoots({ source, count, snapshot }: RootsReport): string {
  const number = `${formatCount(count)}개`
  switch (source) {
    case 'mozilla':
      return `신뢰 기준: ${snapshot ?? ''}자 Mozilla 공인 루트 인증서 ${number}`
    case 'file':
      return `신뢰 기준: 지정한 파일의 루트 인증서 ${number}`
    case 'system':
      return `신뢰 기준: 이 시스템의 루트 인증서 ${number}`
    case 'bundled':
      return `신뢰 기준: Node에 포함된 루트 인증서 ${number}(시스템의 루트 인증서를 읽을 수 없음)`
  }
}
