import type { Fetcher } from '../problem/fetcher.ts'
import { escapeShortText } from '../report/escape-text.ts'
import type { Output } from './cli-io.ts'
import type { Words } from './words.ts'

/** Back to the start of the line, and clear it (ECMA-48 section 8.3.41). */
const CLEAR_LINE = '\r\u001b[K'

/** Has a fetcher say on a terminal whom it waits for, and take that back when the answer is there. Elsewhere it stays silent. */
export function showProgress(fetcher: Fetcher, { isTerminal, write }: Output, { check }: Words): Fetcher {
  if (!isTerminal) return fetcher
  return async (request) => {
    write(`${CLEAR_LINE}${check.asking(hostOf(request.url))}`)
    try {
      return await fetcher(request)
    } finally {
      write(CLEAR_LINE)
    }
  }
}

function hostOf(url: string): string {
  return escapeShortText(/^[a-z]+:\/\/([^/?#]*)/i.exec(url)?.[1] ?? url)
}
