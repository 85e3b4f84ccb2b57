/** `certkeep convert --help` in Korean. */
export const HELP_CONVERT_KO: string = `certkeep convert는 파일을 열어 인증서 등록 화면에 입력할 개인 키, 인증서, 인증서 체인을 PEM으로
저장합니다.

사용법
  certkeep convert [옵션] 파일
  certkeep convert [옵션] -             표준 입력을 읽습니다

PKCS#12 파일(.p12, .pfx), PKCS#7 파일(.p7b, .p7c), 암호화된 개인 키, DER 형식의 인증서나 키, 이런
내용이 든 PEM을 읽습니다. 개인 키와 맞는 인증서를 찾고 인증서 체인을 순서대로 정리합니다. 찾은
내용을 보여 주지만 개인 키의 내용은 절대 출력하지 않습니다. 어디에도 전송하지 않습니다.

암호가 필요하면 입력을 요청합니다. 명령줄의 내용은 같은 시스템의 다른 사용자가 볼 수 있어 암호를
명령줄에 지정할 수 없습니다.

확인하지 않는 것: 유효 기간, 신뢰 여부, 폐기 여부. certkeep check로 확인하세요.

옵션
  --out-dir 디렉터리      certificate.pem, private-key.pem, chain.pem을 이 디렉터리에 저장합니다
  --cert 파일             인증서를 이 파일에 저장합니다
  --key 파일              개인 키를 이 파일에 저장합니다. 본인만 읽을 수 있습니다
  --chain 파일            인증서 체인을 이 파일에 저장합니다
  --force                 이미 있는 파일을 바꿉니다
  --passphrase-file 파일  이 파일("-"는 표준 입력)의 첫 줄을 암호로 사용합니다
  --passphrase-env 이름   이 환경 변수의 값을 암호로 사용합니다
  --json                  텍스트 대신 JSON 문서 하나를 출력합니다(docs/guide/convert.md 참고)
  --at 시각               남은 일수를 이 시각부터 셉니다: 2026-05-01 또는 2026-05-01T09:00:00+09:00
  --lang en|ko            출력 언어
  --no-color              색을 쓰지 않습니다. 환경 변수 NO_COLOR도 같습니다. 파이프에는 항상 쓰지 않습니다
  -h, --help              이 도움말을 보여 줍니다

종료 코드
  0   파일을 열었고 모두 저장했습니다
  1   문제가 있습니다. 저장하는 도중에 디스크 오류가 난 때가 아니면 아무것도 저장하지 않습니다
  2   명령을 이해하지 못했습니다

예제
  인증 기관에서 받은 파일의 내용 확인
      certkeep convert bundle.p12

  등록 화면이나 서버에 사용할 개인 키, 인증서, 인증서 체인 저장
      certkeep convert bundle.p12 --out-dir .

  스크립트에서 개인 키 복호화
      certkeep convert server.key --passphrase-file secret.txt --key decrypted.key
`
