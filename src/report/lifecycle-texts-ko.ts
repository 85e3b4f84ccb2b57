import { formatCount } from './format-quantity.ts'
import type { LifecycleTexts } from './lifecycle-texts.ts'

/** What is said in Korean about how certificates fare over time, in the words of the console. */
export const LIFECYCLE_TEXTS_KO: LifecycleTexts = {
  statuses: {
    valid: ({ days, expiresAt, reason }) => ({
      label: '정상',
      explanation: `만료 시각은 ${expiresAt}입니다(${days === 0 ? '하루 미만' : `${formatCount(days)}일`} 남음).${reason === undefined ? '' : ` 최근 확인 결과: ${reason}.`}`,
      mend:
        reason === undefined
          ? '별도의 조치는 필요하지 않습니다.'
          : '자동으로 다시 확인하므로 아직 조치는 필요하지 않습니다.',
    }),
    expired: ({ days, expiresAt }) => ({
      label: '만료',
      explanation: `${expiresAt}에 만료되었습니다(${days === 0 ? '하루 미만' : `${formatCount(days)}일`} 지남).`,
      mend: '유효한 인증서와 인증서 체인으로 교체하세요.',
    }),
    revoked: ({ revoked }) => ({
      label: '폐기',
      explanation:
        revoked === undefined
          ? '발급자가 인증서를 폐기했습니다.'
          : `발급자가 ${revoked.at}에 인증서를 폐기했습니다(사유: ${revoked.reason}).`,
      mend: '지금 교체하세요. 키가 유출되었을 수 있다면 개인 키도 새로 만드세요.',
    }),
    'registration-failed': ({ reason }) => ({
      label: '등록실패',
      explanation: reason === undefined ? '인증서가 등록되지 않았습니다.' : `인증서가 등록되지 않았습니다: ${reason}.`,
      mend: '안내된 문제를 해결한 뒤 다시 등록하세요.',
    }),
    unverifiable: ({ reason }) => ({
      label: '확인불가',
      explanation:
        reason === undefined
          ? '발급자에게서 폐기 여부를 확인할 수 없습니다.'
          : `인증서의 상태를 확인할 수 없습니다: ${reason}.`,
      mend: '자동으로 다시 확인합니다. 계속되면 인증 기관에 문의하세요.',
    }),
  },
  usages: {
    'in-use': { label: '사용중', explanation: '서비스에서 사용하고 있어 삭제할 수 없습니다.' },
    unused: { label: '미사용', explanation: '사용하는 서비스가 없습니다.' },
  },
  alerts: {
    expiring: ({ duration }) => ({
      title: `인증서 만료까지 ${duration} 남았습니다`,
      explanation: `만료까지 ${duration} 남았으며, 만료되면 클라이언트가 접속을 거부합니다.`,
      mend: '만료 전에 인증서를 갱신하고 교체하세요.',
    }),
    expired: () => ({
      title: '인증서가 만료되었습니다',
      explanation: '유효 기간이 끝나 클라이언트가 접속을 거부합니다.',
      mend: '유효한 인증서로 교체하세요.',
    }),
    revoked: ({ days }) => ({
      title: '인증서가 폐기되었습니다',
      explanation: `발급자가 폐기하여 클라이언트가 접속을 거부할 수 있습니다. 원래 만료까지 ${formatCount(days)}일 남았습니다.`,
      mend: '지금 교체하세요. 키가 유출되었을 수 있다면 개인 키도 새로 만드세요.',
    }),
  },
  kinds: {
    'key-mismatch': '개인 키와 인증서 본문이 서로 맞지 않으니 같은 인증서의 파일인지 확인하세요.',
    format: '개인 키, 인증서 본문 또는 인증서 체인의 형식이 잘못되었으니 잘린 부분 없이 복사했는지 확인하세요.',
    'not-current': '폐기되었거나 만료되었거나 유효 기간이 아직 시작되지 않은 인증서는 등록할 수 없습니다.',
    'not-public': '공인 인증 기관이 발급하지 않은 사설 인증서는 등록할 수 없습니다.',
    'encrypted-key': '개인 키가 암호화되어 있으니 복호화한 뒤 등록하세요.',
    'incomplete-chain': '인증서 체인에 중간 인증서나 루트 인증서가 빠져 있습니다.',
    unusable: '인증서를 원하는 용도로 사용할 수 없습니다.',
    unverifiable: '인증서의 폐기 여부를 확인할 수 없습니다.',
    name: '사용할 수 없는 인증서 이름입니다.',
    'in-use': '서비스에서 사용 중인 인증서는 연결을 해제하기 전에는 삭제할 수 없습니다.',
    conflict: '그 사이에 다른 사용자가 인증서를 변경했습니다.',
  },
  units: {
    d: (count) => `${formatCount(count)}일`,
    h: (count) => `${formatCount(count)}시간`,
    m: (count) => `${formatCount(count)}분`,
    s: (count) => `${formatCount(count)}초`,
  },
  schedule: {
    title: (expiresAt) => `만료 시각이 ${expiresAt}인 인증서의 알림 일정`,
    line: (when, title) => `${when}: ${title}`,
    none: '예정된 알림이 없습니다.',
    more: (limit) => `처음 ${formatCount(limit)}건이며, 이후 알림이 더 있을 수 있습니다.`,
  },
}
