import type { Language } from 'certkeep'

/** The English words. Those of texts that never change are also named by `data-word` in index.html. */
const EN = {
  title: 'Check a certificate',
  lead: 'Paste a private key, its certificate and the chain, or drop the files on the boxes, and see whether a server could use them.',
  privacy:
    'Nothing leaves this page: it sends nothing and stores nothing. The public roots are loaded with the first certificate; after that, no network is needed.',
  language: 'Language',
  dark: 'Dark',
  name: 'Name',
  nameHint: 'As you would register it. May be left out here.',
  privateKey: 'Private key',
  privateKeyHint: 'PEM, decrypted',
  certificate: 'Certificate body',
  certificateHint: 'PEM; a full chain is fine too',
  chain: 'Certificate chain',
  chainHint: 'The issuing CAs, in any order; the root may be left out',
  roots: 'Roots to trust instead of the public ones',
  rootsHint: 'PEM, for the test CA or the private CA of your own',
  file: 'Choose file',
  repair: 'Put the repaired text into the box',
  clear: 'Clear all boxes',
  verdict: 'Verdict',
  details: 'Certificate',
  path: 'Chain',
  time: 'Validity and alerts',

  loading: 'Loading the checks …',
  empty: 'Paste something to begin.',
  incomplete: (missing: string) => `Nothing wrong so far. Still missing: ${missing}.`,
  'no-roots':
    'The boxes are in order, but the public roots could not be loaded, so the chain was not judged. Connect to the network and change a box, or give roots of your own.',
  bad: (errors: number, first: string) =>
    errors === 1 ? `Not fit for use: ${first}.` : `Not fit for use: ${first}, and ${errors - 1} more.`,
  ok: (domain: string, days: number) => `Fit for use: ${domain}, ${days} days left.`,
  'not-checked': 'Revocation is not checked: a page cannot ask the issuer.',
  failed:
    'The checks could not be loaded or have failed. Connect to the network and change a box, or load the page again.',
  repaired: 'The text was replaced.',
  fileTooLarge: (file: string) => `${file} is larger than 1 MiB and was not read.`,
  fileHeld: (file: string, bytes: number) => `In this box: ${file}, ${bytes} bytes that are not text.`,

  error: 'Error',
  warning: 'Warning',
  more: (count: number) => `And ${count} more.`,
  selectLine: (line: number) => `Select line ${line}`,
  leaf: 'Server certificate',
  intermediate: 'Intermediate CA',
  root: 'Trusted root',
  missing: 'Missing',
  missingAt: 'Published at',
  until: (date: string) => `until ${date}`,
  subject: 'Subject',
  names: 'Names',
  issuer: 'Issuer',
  serialNumber: 'Serial number',
  key: 'Key',
  signature: 'Signature',
  fingerprint: 'SHA-256',
  notBefore: 'Begins',
  now: 'Today',
  alert: (title: string) => `Alert: ${title}`,
  notAfter: 'Ends',
  noAlerts: 'No alerts are planned for what cannot be used.',
}

/** Everything that the page itself says; what it says of problems comes from the library. */
export type Words = typeof EN

const KO: Words = {
  title: '인증서 확인',
  lead: '개인 키, 인증서, 체인을 붙여 넣거나 파일을 상자에 끌어다 놓으면 서버에서 쓸 수 있는지 알려 줍니다.',
  privacy:
    '입력한 내용은 이 페이지를 벗어나지 않습니다. 아무것도 보내지 않고 저장하지도 않습니다. 공인 루트는 첫 인증서를 넣을 때 불러오며, 그 뒤에는 네트워크가 필요 없습니다.',
  language: '언어',
  dark: '어둡게',
  name: '인증서 이름',
  nameHint: '등록할 때 쓸 이름. 여기서는 비워 두어도 됩니다.',
  privateKey: '개인 키',
  privateKeyHint: '복호화된 PEM',
  certificate: '인증서 본문',
  certificateHint: 'PEM. 전체 체인을 넣어도 됩니다.',
  chain: '인증서 체인',
  chainHint: '발급한 CA들의 인증서. 순서는 상관없고 루트는 없어도 됩니다.',
  roots: '공인 루트 대신 신뢰할 루트',
  rootsHint: '직접 만든 시험용 또는 사설 CA의 PEM',
  file: '파일 선택',
  repair: '복구된 텍스트로 바꾸기',
  clear: '모든 상자 비우기',
  verdict: '판정',
  details: '인증서',
  path: '체인',
  time: '유효 기간과 알림',

  loading: '검사 기능을 불러오는 중 …',
  empty: '붙여 넣으면 바로 확인합니다.',
  incomplete: (missing) => `아직 문제가 없습니다. 더 필요한 것: ${missing}.`,
  'no-roots':
    '상자의 내용에는 문제가 없지만 공인 루트를 불러오지 못해 체인은 확인하지 못했습니다. 네트워크에 연결한 뒤 상자를 고치거나 신뢰할 루트를 직접 넣으세요.',
  bad: (errors, first) =>
    errors === 1 ? `사용할 수 없습니다: ${first}.` : `사용할 수 없습니다: ${first}. 그 밖에 ${errors - 1}건.`,
  ok: (domain, days) => `사용할 수 있습니다: ${domain}, ${days}일 남음.`,
  'not-checked': '폐기 여부는 확인하지 않았습니다. 페이지에서는 발급자에게 물어볼 수 없습니다.',
  failed:
    '검사 기능을 불러오지 못했거나 실행하지 못했습니다. 네트워크에 연결한 뒤 상자를 고치거나 페이지를 다시 여세요.',
  repaired: '텍스트를 바꾸었습니다.',
  fileTooLarge: (file) => `${file} 파일은 1 MiB보다 커서 읽지 않았습니다.`,
  fileHeld: (file, bytes) => `이 상자의 내용: ${file}, 텍스트가 아닌 ${bytes}바이트.`,

  error: '오류',
  warning: '주의',
  more: (count) => `그 밖에 ${count}건.`,
  selectLine: (line) => `${line}행 선택`,
  leaf: '서버 인증서',
  intermediate: '중간 CA',
  root: '신뢰하는 루트',
  missing: '없음',
  missingAt: '받을 수 있는 곳',
  until: (date) => `${date}까지`,
  subject: '주체',
  names: '도메인',
  issuer: '발급자',
  serialNumber: '일련번호',
  key: '키',
  signature: '서명 알고리즘',
  fingerprint: 'SHA-256 지문',
  notBefore: '시작',
  now: '오늘',
  alert: (title) => `알림: ${title}`,
  notAfter: '만료',
  noAlerts: '사용할 수 없는 인증서에는 알림이 없습니다.',
}

export const WORDS: Readonly<Record<Language, Words>> = { en: EN, ko: KO }

/** The day in UTC, in which certificates count. */
export function formatDay(instant: Date, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }).format(instant)
}
