import type { UsageError } from './parse-arguments.ts'

/** `certkeep --help` in Korean. */
export const HELP_KO: string = `certkeep은 인증서와 개인 키, 그리고 함께 보관하는 파일의 내용을 보여 줍니다.

사용법
  certkeep inspect 파일...      파일의 내용과 문제점을 보여 줍니다
  certkeep help inspect         명령의 설명과 예제를 보여 줍니다

옵션
  --lang en|ko                  출력 언어. 지정하지 않으면 LC_ALL, LC_MESSAGES, LANG 순서로 따릅니다
  -h, --help                    이 도움말을 보여 줍니다
  -V, --version                 버전을 보여 줍니다

예제
  certkeep inspect server.crt
  openssl s_client -connect example.com:443 -showcerts </dev/null | certkeep inspect -
`

/** `certkeep inspect --help` in Korean. */
export const HELP_INSPECT_KO: string = `certkeep inspect는 파일의 내용과 문제점을 보여 줍니다.

사용법
  certkeep inspect [옵션] 파일...
  certkeep inspect [옵션] -             표준 입력을 읽습니다

파일에는 PEM 블록이 몇 개든 들어 있거나 바이너리(DER) 객체가 하나 들어 있으면 됩니다.
인증서, 개인 키, CSR, CRL, PKCS#7, PKCS#12, 공개 키를 알아봅니다. 인증서는 이름, 유효 기간,
지문, 일련번호, 발급자, 알고리즘, 용도, 폐기 정보의 위치를 함께 보여 줍니다. 인증서가 여러
개이면 누가 누구를 발급했는지 이름으로 이어 보여 주고, 개인 키는 함께 지정한 모든 인증서와
비교합니다.

복사하는 도중에 손상된 내용(인용 부호, 들여쓰기, 잘린 끝부분, 한 줄로 합쳐진 내용 등)은
안전한 범위에서 바로잡아 읽고, 그럴 수 없으면 그 위치를 표시합니다. 어디에도 전송하지
않으며, 개인 키의 내용은 절대 출력하지 않습니다.

확인하지 않는 것: 서명, 신뢰 여부, 폐기 여부. 여기에서 문제가 없어도 브라우저가 거부할 수
있습니다.

옵션
  --json            텍스트 대신 JSON 문서 하나를 출력합니다(docs/guide/inspect.md 참고)
  --at 시각         남은 일수를 이 시각부터 셉니다: 2026-05-01 또는 2026-05-01T09:00:00+09:00
  --lang en|ko      출력 언어
  --no-color        색을 쓰지 않습니다. 환경 변수 NO_COLOR도 같습니다. 파이프에는 항상 쓰지 않습니다
  -h, --help        이 도움말을 보여 줍니다

종료 코드
  0   모두 읽었고 문제가 없습니다(경고는 있을 수 있습니다)
  1   문제가 있습니다: 손상, 만료되었거나 아직 유효하지 않은 인증서, 인증서와 맞지 않는
      개인 키, 읽을 수 없는 파일
  2   명령을 이해하지 못했습니다

예제
  인증서 체인이 순서대로 모두 있고 개인 키와 맞는지 확인
      certkeep inspect fullchain.pem privkey.pem

  5월 1일 기준으로 남은 일수 확인
      certkeep inspect --at 2026-05-01 server.crt

  스크립트에서 파일에 있는 모든 인증서의 만료일 얻기
      certkeep inspect --json bundle.pem | jq -r '.files[].objects[].certificate?.notAfter // empty'
`

const FAULTS: Readonly<Record<UsageError['fault'], (value: string) => string>> = {
  'no-command': () => '명령을 입력하세요.',
  'unknown-command': (value) => `"${value}" 명령은 없습니다.`,
  'unknown-option': (value) => `${value} 옵션은 없습니다.`,
  'value-missing': (value) => `${value} 옵션에는 값이 필요합니다.`,
  'value-unwanted': (value) => `${value} 옵션에는 값을 지정할 수 없습니다.`,
  'bad-time': (value) =>
    `--at 옵션의 값 "${value}" 형식이 잘못되었습니다. 2026-05-01 또는 2026-05-01T09:00:00Z처럼 적으세요.`,
  'bad-language': (value) => `--lang 옵션의 값은 en 또는 ko입니다. 입력한 값: "${value}".`,
  'no-file': () => '파일을 지정하세요. "-"는 표준 입력입니다.',
  'stdin-twice': () => '"-"는 한 번만 지정할 수 있습니다.',
}

/** What was wrong with the arguments, and where help is. */
export function usageErrorKo(fault: UsageError['fault'], value: string): string {
  return `certkeep: ${FAULTS[fault](value)}\n도움말: certkeep ${fault.startsWith('no-c') || fault === 'unknown-command' ? '--help' : 'inspect --help'}\n`
}
