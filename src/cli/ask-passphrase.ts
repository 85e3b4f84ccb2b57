/** The parts of a terminal that a passphrase is typed into. */
export interface PassphraseTerminal {
  readonly isTTY?: boolean | undefined
  readonly setRawMode?: ((mode: boolean) => unknown) | undefined
  readonly on: (event: 'data', listener: (chunk: Uint8Array | string) => void) => unknown
  readonly off: (event: 'data', listener: (chunk: Uint8Array | string) => void) => unknown
  readonly resume: () => unknown
  readonly pause: () => unknown
}

const ENTER = /[\r\n]/
const INTERRUPT = '\u0003'
const END_OF_FILE = '\u0004'
const ERASE: readonly string[] = ['\b', '\u007f']
const ERASE_LINE = '\u0015'

/**
 * Asks for a passphrase on a terminal and does not show what is typed. `undefined` where there is no terminal, or where the person
 * gives up.
 *
 * @param write - writes the prompt, and the end of its line
 */
export async function askPassphrase(
  prompt: string,
  terminal: PassphraseTerminal,
  write: (text: string) => void,
): Promise<string | undefined> {
  const { setRawMode } = terminal
  if (terminal.isTTY !== true || setRawMode === undefined) return undefined
  setRawMode.call(terminal, true)
  write(prompt)
  try {
    return await readHidden(terminal)
  } finally {
    setRawMode.call(terminal, false)
    terminal.pause()
    write('\n')
  }
}

async function readHidden(terminal: PassphraseTerminal): Promise<string | undefined> {
  // Characters may come in pieces.
  const decoder = new TextDecoder()
  return new Promise((resolve) => {
    let typed: readonly string[] = []
    const finish = (passphrase: string | undefined): void => {
      terminal.off('data', listener)
      resolve(passphrase)
    }
    const listener = (chunk: Uint8Array | string): void => {
      const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
      for (const character of text) {
        if (ENTER.test(character)) {
          finish(typed.join(''))
          return
        }
        if (character === INTERRUPT || character === END_OF_FILE) {
          finish(undefined)
          return
        }
        if (ERASE.includes(character)) typed = typed.slice(0, -1)
        else if (character === ERASE_LINE) typed = []
        else typed = [...typed, character]
      }
    }
    terminal.on('data', listener)
    terminal.resume()
  })
}
