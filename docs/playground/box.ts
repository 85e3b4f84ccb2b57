import type { Problem } from 'certkeep'
import type { Box, BoxContent } from './check.ts'
import { drawProblems, type ProblemDrawing } from './draw-problems.ts'
import { element, find } from './element.ts'
import type { Words } from './words.ts'

/** A box for PEM: the text that was typed or pasted, or a file that is no text. */
export interface PageBox {
  readonly name: Box
  readonly content: () => BoxContent
  readonly clear: () => void
  /** Marks what is wrong, and offers the repaired text if there is one. */
  readonly draw: (
    problems: readonly Problem[],
    repaired: string | undefined,
    drawing: Pick<ProblemDrawing, 'describe' | 'language'>,
  ) => void
  readonly speak: (words: Words) => void
}

/** The library reads no more of a box. */
const MAX_BYTES = 1_048_576

/** A file that is in the box, or could not be put there and leaves in it what it held. */
interface Held {
  readonly bytes: Uint8Array | undefined
  readonly note: (words: Words) => string
}

/** Makes the box called `name` of the template, and calls `onChange` whenever its content is another. */
export function createBox(name: Box, onChange: () => void): PageBox {
  const place = find(`[data-box="${name}"]`, HTMLElement)
  place.append(find('#box', HTMLTemplateElement).content.cloneNode(true))
  const textarea = find('textarea', HTMLTextAreaElement, place)
  const marks = find('.marks', HTMLElement, place)
  const list = find('.problems', HTMLElement, place)
  const repair = find('.repair', HTMLButtonElement, place)
  const note = find('.held', HTMLElement, place)
  const files = find('input', HTMLInputElement, place)
  textarea.id = name
  find('.hint', HTMLElement, place).id = `${name}-hint`
  note.id = `${name}-held`
  list.id = `${name}-problems`
  textarea.setAttribute('aria-describedby', `${name}-hint ${name}-held ${name}-problems`)
  find('label', HTMLLabelElement, place).htmlFor = name

  let words: Words
  let held: Held | undefined
  let repairedText = ''

  const hold = (next: Held | undefined): void => {
    held = next
    note.hidden = next === undefined
    note.textContent = next?.note(words) ?? ''
  }
  const fill = (text: string): void => {
    hold(undefined)
    textarea.value = text
    onChange()
  }
  const read = async (chosen: readonly File[]): Promise<void> => {
    const title = chosen.map((file) => file.name).join(', ')
    if (chosen.reduce((sum, { size }) => sum + size, 0) > MAX_BYTES) {
      hold({ bytes: held?.bytes, note: ({ fileTooLarge }) => fileTooLarge(title) })
      return
    }
    // One file after the other, each beginning on a line of its own.
    const bytes = new Uint8Array(await new Blob(chosen.flatMap((file) => [file, '\n']).slice(0, -1)).arrayBuffer())
    const text = decodeText(bytes)
    textarea.value = text ?? ''
    hold(text === undefined ? { bytes, note: ({ fileHeld }) => fileHeld(title, bytes.length) } : undefined)
    onChange()
  }
  const selectLine = (line: number): void => {
    const before = textarea.value.split('\n').slice(0, line)
    const end = before.join('\n').length
    textarea.focus()
    textarea.setSelectionRange(end - (before.at(-1)?.length ?? 0), end)
    textarea.scrollTop = (line - 3) * Number.parseFloat(getComputedStyle(textarea).lineHeight)
  }

  textarea.addEventListener('input', () => {
    hold(undefined)
    onChange()
  })
  textarea.addEventListener('scroll', () => {
    marks.style.setProperty('--scrolled', `${textarea.scrollTop}px`)
  })
  repair.addEventListener('click', () => {
    fill(repairedText)
    textarea.focus()
  })
  files.addEventListener('change', () => {
    void read([...(files.files ?? [])])
    files.value = ''
  })
  place.addEventListener('drop', (event) => {
    const dropped = [...(event.dataTransfer?.files ?? [])]
    if (dropped.length > 0) void read(dropped)
  })

  return {
    name,
    content: () => held?.bytes ?? textarea.value,
    clear: () => {
      hold(undefined)
      textarea.value = ''
    },
    draw: (problems, repaired, drawing) => {
      const content = held?.bytes ?? textarea.value
      textarea.ariaInvalid = String(problems.some(({ severity }) => severity === 'error'))
      list.replaceChildren(...drawProblems(problems, { ...drawing, content, selectLine }))
      marks.replaceChildren(
        ...problems.flatMap(({ at, severity }) => (at === undefined ? [] : [mark(at.line, severity)])),
      )
      repairedText = repaired ?? ''
      repair.hidden = repaired === undefined
    },
    speak: (spoken) => {
      words = spoken
      find('label', HTMLLabelElement, place).textContent = words[name]
      find('.hint', HTMLElement, place).textContent = words[`${name}Hint`]
      files.ariaLabel = `${words.file}: ${words[name]}`
      if (held !== undefined) hold(held)
    },
  }
}

/** A band over a line of the text; it holds nothing of the text. */
function mark(line: number, severity: string): HTMLElement {
  const band = element('span', { class: severity })
  band.style.setProperty('--index', String(line - 1))
  return band
}

/** The text of a file, unless it is something else, such as DER or UTF-16: the library reads these from their bytes. */
function decodeText(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.includes('\0') ? undefined : text
  } catch {
    return undefined
  }
}
