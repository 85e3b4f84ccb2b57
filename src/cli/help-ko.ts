import { ONE_FILE_OPTIONS, type UsageError, type UsageFault } from './command.ts'

/** `certkeep --help` in Korean. */
export const HELP_KO: string = `certkeep은 인증서와 개인 키, 그리고 함께 보관하는 파일의 내용을 보여 줍니다.

사용법
  certkeep inspect 파일...      파일의 내용과 문제점을 보여 줍니다
  certkeep check --cert 파일    인증서를 서비스에 사용할 수 있는지, 언제까지인지 보여 줍니다
  certkeep convert 파일         .p12, .p7b, 암호화된 키를 등록 화면에 입력할 PEM으로 바꿉니다
  certkeep help 명령            명령의 설명과 예제를 보여 줍니다

옵션
  --lang en|ko                  출력 언어. 지정하지 않으면 LC_ALL, LC_MESSAGES, LANG 순서로 따릅니다
  -h, --help                    이 도움말을 보여 줍니다
  -V, --version                 버전을 보여 줍니다

예제
  certkeep inspect server.crt
  certkeep check --cert server.crt --key server.key --chain chain.crt --host example.com
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

/** `certkeep check --help` in Korean. */
export const HELP_CHECK_KO: string = `certkeep check는 인증서를 서비스에 사용할 수 있는지, 언제까지인지 보여 줍니다.

사용법
  certkeep check --cert 파일 [--key 파일] [--chain 파일] [옵션]

인증서 등록 화면의 세 입력란에 해당하는 파일을 읽어, 개인 키가 인증서와 맞는지 증명하고
신뢰하는 루트까지 이어지는 경로를 찾습니다. 문제가 있으면 어느 입력란의 문제인지, 어떻게
해결하는지 알려 줍니다. 파일에는 PEM(손상되어도 됩니다)이나 바이너리(DER) 객체 하나가 들어
있으면 되고, "-"는 표준 입력입니다. 개인 키의 내용은 절대 출력하지 않습니다. --revocation을
지정하지 않으면 네트워크를 쓰지 않습니다.

파일
  --cert 파일       인증서. 뒤에 인증서 체인이 이어져 있어도 됩니다
  --key 파일        인증서의 개인 키
  --chain 파일      발급자들의 인증서. 순서는 상관없습니다
  --roots 파일      이 파일의 인증서만 루트로 신뢰합니다
  --system-roots    이 시스템의 루트를 신뢰합니다. 둘 다 없으면 Mozilla의 목록을 신뢰합니다

폐기 여부
  --revocation      인증서에 적힌 주소에서 폐기 여부를 확인합니다
  --offline         네트워크를 쓰지 않고 다음 파일만으로 확인합니다
  --crl 파일        CRL
  --ocsp 파일       OCSP 응답. 두 옵션 모두 여러 번 지정할 수 있습니다

옵션
  --name 이름       등록할 인증서 이름
  --output 파일     순서를 맞춘 인증서 체인을 저장합니다(인증서부터 루트까지)
  --host 이름       인증서에 있어야 할 호스트: DNS 이름 또는 IP 주소
  --at 시각         이 시각을 기준으로 판단합니다: 2026-05-01 또는 2026-05-01T09:00:00+09:00
  --purpose 용도    serverAuth(기본값), clientAuth, emailProtection, codeSigning, any
  --profile 이름    webpki(기본값): CA/B Forum이 인증서에 요구하는 사항까지 확인합니다
                    rfc5280: 표준만 확인합니다. 사설 인증 기관에 알맞습니다
  --json            텍스트 대신 JSON 문서 하나를 출력합니다(docs/guide/check.md 참고)
  --lang en|ko      출력 언어
  --no-color        색을 쓰지 않습니다. 환경 변수 NO_COLOR도 같습니다. 파이프에는 항상 쓰지 않습니다
  -h, --help        이 도움말을 보여 줍니다

종료 코드
  0   서비스에 사용할 수 있습니다(경고는 있을 수 있습니다)
  1   문제가 있습니다
  2   명령을 이해하지 못했습니다

예제
  서비스에 올려도 되는지 확인
      certkeep check --cert server.crt --key server.key --chain chain.crt --host example.com

  5월에도 유효한지 확인
      certkeep check --cert fullchain.pem --at 2026-05-01

  인증 기관이 폐기했는지 확인
      certkeep check --cert fullchain.pem --revocation

  사설 인증 기관의 인증서 확인
      certkeep check --cert server.crt --roots our-root.crt --profile rfc5280
`

const FAULTS: Readonly<Record<UsageFault, (value: string) => string>> = {
  'no-command': () => '명령을 입력하세요.',
  'unknown-command': (value) => `"${value}" 명령은 없습니다.`,
  'unknown-option': (value) => `${value} 옵션은 없습니다.`,
  'foreign-option': (value) => `${value}: 다른 명령의 옵션입니다.`,
  'value-missing': (value) => `${value} 옵션에는 값이 필요합니다.`,
  'value-unwanted': (value) => `${value} 옵션에는 값을 지정할 수 없습니다.`,
  'given-twice': (value) =>
    `${value} 옵션은 한 번만 지정할 수 있습니다.${ONE_FILE_OPTIONS.includes(value) ? ' 인증서를 한 파일로 합치세요.' : ''}`,
  'bad-time': (value) =>
    `--at 옵션의 값 "${value}" 형식이 잘못되었습니다. 2026-05-01 또는 2026-05-01T09:00:00Z처럼 적으세요.`,
  'bad-language': (value) => `--lang 옵션의 값은 en 또는 ko입니다. 입력한 값: "${value}".`,
  'bad-host': (value) => `--host 옵션의 값은 호스트 이름 또는 IP 주소입니다. 입력한 값: "${value}".`,
  'bad-purpose': (value) =>
    `--purpose 옵션의 값은 serverAuth, clientAuth, emailProtection, codeSigning, any 중 하나입니다. 입력한 값: "${value}".`,
  'bad-profile': (value) => `--profile 옵션의 값은 webpki 또는 rfc5280입니다. 입력한 값: "${value}".`,
  'no-file': () => '파일을 지정하세요. "-"는 표준 입력입니다.',
  'no-certificate': () => '--cert 옵션으로 인증서 파일을 지정하세요.',
  'loose-file': (value) => `"${value}": --cert, --key, --chain 중 무엇인지 앞에 적으세요.`,
  'two-roots': () => '--roots와 --system-roots는 함께 지정할 수 없습니다.',
  'stdin-twice': () => '"-"는 한 번만 지정할 수 있습니다.',
  'one-file': (value) => `파일은 하나만 지정할 수 있습니다. 두 번째 파일: "${value}".`,
  'two-passphrases': () => '--passphrase-file과 --passphrase-env는 함께 지정할 수 없습니다.',
  'two-outputs': () => '--out-dir은 --cert, --key, --chain과 함께 지정할 수 없습니다.',
  'same-output': (value) => `"${value}" 파일에 두 가지 내용을 저장할 수 없습니다.`,
  'dash-output': (value) =>
    `${value} 옵션에는 저장할 파일을 지정하세요. "-"는 표준 입력이며, 그런 이름의 파일은 ./-로 적습니다.`,
  'output-over-key': (value) => `--output 옵션으로 저장하면 "${value}" 파일의 개인 키가 사라집니다.`,
}

/** What was wrong with the arguments, and where help is. The value must be safe to print. */
export function usageErrorKo({ fault, value, topic }: UsageError): string {
  return `certkeep: ${FAULTS[fault](value)}\n도움말: certkeep ${topic === 'certkeep' ? '' : `${topic} `}--help\n`
}
