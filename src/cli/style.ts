/** Ways to make text stand out. */
export type Emphasis = 'ok' | 'warning' | 'error' | 'label' | 'title'

/** Marks text for a terminal, or leaves it as it is. */
export type Style = (emphasis: Emphasis, text: string) => string

/** SGR parameters (ECMA-48 section 8.3.117) of the eight colours that every theme has. */
const PARAMETERS: Readonly<Record<Emphasis, string>> = {
  ok: '1;32',
  warning: '33',
  error: '1;31',
  label: '2',
  title: '1',
}

/** Makes a style with colours or without. */
export function createStyle(color: 'colored' | 'plain'): Style {
  if (color === 'plain') return (_, text) => text
  return (emphasis, text) => `\u001b[${PARAMETERS[emphasis]}m${text}\u001b[0m`
}
