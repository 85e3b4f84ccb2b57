import type { Language } from '../report/describe-problem.ts'

/** Why a file could not be written, by the codes that people meet. */
const REASONS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  EACCES: { en: 'no permission', ko: '권한이 없습니다' },
  EISDIR: { en: 'a folder has that name', ko: '같은 이름의 디렉터리가 있습니다' },
  ENOENT: { en: 'the folder does not exist', ko: '디렉터리가 없습니다' },
  ENOSPC: { en: 'the disk is full', ko: '디스크에 남은 공간이 없습니다' },
  ENOTDIR: { en: 'what should be a folder is a file', ko: '디렉터리여야 할 경로가 파일입니다' },
  EROFS: { en: 'the disk can only be read', ko: '읽기 전용 디스크입니다' },
}

/** The reason in words, or the code where there are none; empty where the system gave none. */
export function writeFailureText(code: string, language: Language): string {
  return Object.hasOwn(REASONS, code) ? (REASONS[code]?.[language] ?? code) : code
}
