import type { ConvertWords } from './convert-words.ts'
import { writeFailureText } from './write-failures.ts'

/** The words of `certkeep convert` in Korean. */
export const CONVERT_WORDS_KO: ConvertWords = {
  boxes: { privateKey: '개인 키', certificate: '인증서', chain: '인증서 체인' },
  prompt: (file) => `${file} 암호: `,
  passphraseFailures: {
    'no-variable': () => '암호를 담은 환경 변수가 없습니다.',
    'no-terminal': () => '암호를 입력받을 수 없습니다. --passphrase-file 또는 --passphrase-env 옵션을 사용하세요.',
    'not-found': () => '암호 파일이 없습니다.',
    directory: () => '암호 파일이 디렉터리입니다.',
    'not-regular': () => '암호 파일이 일반 파일이 아닙니다. 파이프는 "-"로 지정해 표준 입력으로 읽으세요.',
    'no-permission': () => '암호 파일을 읽을 권한이 없습니다.',
    'too-large': () => '암호 파일이 너무 큽니다.',
    failed: (code) => `암호 파일을 읽을 수 없습니다${code === '' ? '' : `(${code})`}.`,
  },
  filesTitle: '파일',
  fileStates: {
    written: () => '저장했습니다',
    absent: () => '저장하지 않았습니다: 저장할 내용이 없습니다',
    exists: () => '저장하지 않았습니다: 이미 있는 파일입니다. 바꾸려면 --force 옵션을 쓰세요',
    'not-written': () => '저장하지 않았습니다',
    failed: (code) => `저장하지 못했습니다${code === '' ? '' : `: ${writeFailureText(code, 'ko')}`}`,
  },
  nothingWritten:
    '저장한 파일이 없습니다. --out-dir 디렉터리 옵션을 쓰면 certificate.pem, private-key.pem, chain.pem을 저장합니다.',
}
