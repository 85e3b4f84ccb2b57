import type { describeAlert, Language, loadProblemTexts, Problem } from 'certkeep'
import { createBox, type PageBox } from './box.ts'
import type { Box, BoxContent, Finding, Form } from './check.ts'
import { drawDetails, drawPath, drawTime } from './draw-findings.ts'
import { drawProblems, type DescribeProblem } from './draw-problems.ts'
import { find } from './element.ts'
import { runLatest } from './run-latest.ts'
import { WORDS, type Words } from './words.ts'

const name = find('#name', HTMLInputElement)
const verdict = find('#verdict', HTMLElement)
const headline = find('#headline', HTMLElement)

/** A finding, and what puts it into words. */
interface Shown {
  readonly finding: Finding
  readonly describeAlert: typeof describeAlert
  readonly loadProblemTexts: typeof loadProblemTexts
}

/** The library's words for problems, as far as they are loaded. */
const texts: Partial<Record<Language, DescribeProblem>> = {}

let language: Language = navigator.language.startsWith('ko') ? 'ko' : 'en'
/** What is shown: drawn again in the other language when that is chosen. */
let shown: Shown | undefined
/** What is said as long as nothing can be shown. */
let notice: 'loading' | 'failed' = 'loading'

const boxes: Readonly<Record<Box, PageBox>> = {
  privateKey: createBox('privateKey', requestCheck),
  certificate: createBox('certificate', requestCheck),
  chain: createBox('chain', requestCheck),
  roots: createBox('roots', requestCheck),
}

function readForm(): Form {
  return {
    name: name.value,
    privateKey: boxes.privateKey.content(),
    certificate: boxes.certificate.content(),
    chain: boxes.chain.content(),
    roots: boxes.roots.content(),
  }
}

/** How long nothing must be typed. A large paste takes long to check, so it is not checked at every key. */
const QUIET_MS = { small: 150, large: 700 }
const LARGE_LENGTH = 100_000

const check = runLatest(
  {
    work: async (form: Form, signal) => {
      // The library, which the page does not wait for. If this fails it is tried again at the next change.
      const { checkForm, describeAlert, loadProblemTexts } = await import('./check.ts')
      const finding = await checkForm(form, new Date(), signal)
      texts[language] ??= await loadProblemTexts(language)
      return { finding, describeAlert, loadProblemTexts }
    },
    onResult: (result) => {
      shown = result
      draw()
      void loadOtherTexts(result)
    },
    onFailure: () => {
      shown = undefined
      notice = 'failed'
      draw()
    },
  },
  {
    set: (callback, delayMs) => window.setTimeout(callback, delayMs),
    clear: (id) => {
      window.clearTimeout(id)
    },
  },
)

function requestCheck(): void {
  const form = readForm()
  const length = Object.values<BoxContent>({ ...form }).reduce((sum, content) => sum + content.length, 0)
  verdict.ariaBusy = 'true'
  check(form, length > LARGE_LENGTH ? QUIET_MS.large : QUIET_MS.small)
}

function drawVerdict(state: string, text: string): void {
  verdict.dataset['verdict'] = state
  verdict.ariaBusy = 'false'
  // Said once: a screen reader reads the line anew whenever it is set.
  if (headline.textContent !== text) headline.textContent = text
}

/** After those that are shown, so that the language can be changed without a connection. */
async function loadOtherTexts({ loadProblemTexts }: Shown): Promise<void> {
  const other = language === 'en' ? 'ko' : 'en'
  if (texts[other] !== undefined) return
  try {
    texts[other] = await loadProblemTexts(other)
  } catch {
    return // Tried again after the next check.
  }
  if (language === other) draw()
}

function draw(): void {
  const describe = texts[language] ?? texts.en ?? texts.ko
  if (shown === undefined || describe === undefined) {
    find('#findings', HTMLElement).hidden = true
    drawVerdict(notice, WORDS[language][notice])
    return
  }
  const { finding } = shown
  const { problems, repairs, report } = finding
  const drawing = { describe, language }
  for (const box of Object.values(boxes)) box.draw(problems[box.name], repairs[box.name], drawing)
  const nameProblems = { ...drawing, content: name.value, selectLine: () => undefined }
  find('#name-problems', HTMLElement).replaceChildren(...drawProblems(problems.name, nameProblems))
  name.ariaInvalid = String(problems.name.some(isError))

  find('#findings', HTMLElement).hidden = report.certificate === undefined
  find('#caveat', HTMLElement).hidden = finding.verdict !== 'ok'
  find('#path', HTMLElement).replaceChildren(...drawPath(finding, language))
  find('#time', HTMLElement).replaceChildren(...drawTime(finding, language, shown.describeAlert))
  find('#details', HTMLElement).replaceChildren(...drawDetails(finding, language))
  drawVerdict(finding.verdict, composeHeadline(finding, describe))
}

function composeHeadline({ verdict: state, report, errors, missing }: Finding, describe: DescribeProblem): string {
  const words = WORDS[language]
  switch (state) {
    case 'ok':
      return words.ok(report.certificate?.primaryDomain ?? report.certificate?.subject.text ?? '', report.daysLeft ?? 0)
    case 'incomplete':
      return words.incomplete(missing.map((box) => words[box]).join(', '))
    case 'bad':
      return words.bad(errors.length, errors[0] === undefined ? '' : describe(errors[0]).title)
    case 'empty':
    case 'no-roots':
      return words[state]
  }
}

function isError({ severity }: Problem): boolean {
  return severity === 'error'
}

/** Words that stand alone, as opposed to those made with values. */
type PlainWord = { [Key in keyof Words]: Words[Key] extends string ? Key : never }[keyof Words]

function speak(chosen: Language): void {
  language = chosen
  document.documentElement.lang = chosen
  for (const part of document.querySelectorAll<HTMLElement>('[data-word]')) {
    part.textContent = WORDS[chosen][part.dataset['word'] as PlainWord]
  }
  for (const box of Object.values(boxes)) box.speak(WORDS[chosen])
  for (const button of document.querySelectorAll<HTMLButtonElement>('#languages button')) {
    button.ariaPressed = String(button.lang === chosen)
  }
  find('#languages', HTMLElement).ariaLabel = WORDS[chosen].language
  draw()
}

const dark = find('#dark', HTMLButtonElement)

function light(isDark: boolean): void {
  document.documentElement.style.colorScheme = isDark ? 'dark' : 'light'
  dark.ariaPressed = String(isDark)
}

function clear(): void {
  name.value = ''
  for (const box of Object.values(boxes)) box.clear()
  requestCheck()
}

name.addEventListener('input', requestCheck)
dark.addEventListener('click', () => {
  light(dark.ariaPressed !== 'true')
})
for (const button of document.querySelectorAll<HTMLButtonElement>('#languages button')) {
  button.addEventListener('click', () => {
    speak(button.lang === 'ko' ? 'ko' : 'en')
  })
}
find('#clear', HTMLButtonElement).addEventListener('click', clear)
find('#form', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault()
})
// A file dropped beside the boxes would replace the page.
for (const type of ['dragover', 'drop'] as const) {
  document.addEventListener(type, (event) => {
    if (event.dataTransfer?.types.includes('Files') === true) event.preventDefault()
  })
}
// The page may be kept for the "back" button, or shown again after a crash: without a key in it.
window.addEventListener('pagehide', clear)

speak(language)
light(window.matchMedia('(prefers-color-scheme: dark)').matches)
requestCheck()
