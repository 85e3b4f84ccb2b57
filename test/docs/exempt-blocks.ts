/** A block that is not run, and why. One that no block matches any more fails the test. */
export interface Exemption {
  readonly page: string
  readonly language: string
  /** A text that the block holds, where the page has several of the language. */
  readonly contains?: string
  readonly reason: string
}

/** Compiled or parsed like all others where that can be done, but not run by the runner of the guides. */
export const NOT_RUN: readonly Exemption[] = [
  ...['html', 'js', 'tsx'].map((language) => ({
    page: 'docs/guide/browser.md',
    language,
    reason: 'needs a page: test/page/guide.test.ts runs it in Chromium or with a stand-in of the framework',
  })),
  {
    page: 'docs/guide/browser.md',
    language: 'ts',
    contains: "from 'vue'",
    reason: 'needs Vue: test/page/guide.test.ts runs it with a stand-in',
  },
]

/** Languages whose blocks are for the eye, each with the reason. */
export const FOR_READING: Readonly<Record<string, string>> = {
  text: 'output; compared where it follows commands that are run',
  http: 'a header',
  mermaid: 'a drawing; docs/guide/architecture.md has a test of its own',
}

/** Commands of guides that are not run, each with the reason. All others are. */
export const COMMANDS_NOT_RUN: Readonly<Record<string, string>> = {
  vitest: 'runs the tests, of which this is one',
  npm: 'changes the project or takes long; that the script exists is checked',
}

/** Commands that are meant to find something wrong: what they exit with. */
export const EXIT_CODES: Readonly<Record<string, { readonly code: number; readonly reason: string }>> = {
  'npx certkeep check --cert server.crt --key server.key --chain chain.crt --host example.com': {
    code: 1,
    reason: 'the samples are of a private CA, which no public root vouches for',
  },
  'npx certkeep inspect fixtures/pem/damaged-cut-off.txt': { code: 1, reason: 'the file is damaged' },
  'npx certkeep inspect fixtures/pem/damaged-cut-off.txt --lang ko': { code: 1, reason: 'the file is damaged' },
}
