/** Throws unless both are equal as JSON, whatever the order of members; `undefined` is something of its own. */
export function assertEqual(actual: unknown, expected: unknown, what: string): void {
  const [found, wanted] = [canonical(actual), canonical(expected)]
  if (found !== wanted) throw new Error(`${what}: expected ${shorten(wanted)}, but found ${shorten(found)}`)
}

/** Throws unless it is so. */
export function assertTrue(condition: boolean, what: string): void {
  if (!condition) throw new Error(what)
}

/** Throws unless the promise rejects, by throwing at once or later. Gives what it rejects with. */
export async function assertRejects(run: () => Promise<unknown>, what: string): Promise<unknown> {
  let value: unknown
  try {
    value = await run()
  } catch (error) {
    return error
  }
  throw new Error(`${what}: expected a rejection, but found ${shorten(canonical(value))}`)
}

/** The same, with a TypeError or RangeError. */
export async function assertRefuses(run: () => Promise<unknown>, what: string): Promise<void> {
  const error = await assertRejects(run, what)
  const isMisuse = error instanceof TypeError || error instanceof RangeError
  assertTrue(isMisuse, `${what}: expected a TypeError or RangeError, but found ${String(error)}`)
}

function canonical(value: unknown): string {
  if (value === undefined) return 'undefined'
  if (value instanceof Uint8Array) return `bytes [${value.join(' ')}]`
  if (Array.isArray(value)) return `[${value.map((item: unknown) => canonical(item)).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{ ${members.map(([name, member]) => `${JSON.stringify(name)}: ${canonical(member)}`).join(', ')} }`
}

function shorten(text: string): string {
  const most = 2000
  return text.length <= most ? text : `${text.slice(0, most)}…`
}
