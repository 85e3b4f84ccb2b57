/**
 * Says where two values differ; `undefined` if they do not. With `named`, objects may hold more than is expected of them.
 *
 * Not by the assertions of a test runner, since what runs everywhere has none.
 */
export function differenceOf(
  actual: unknown,
  expected: unknown,
  members: 'all' | 'named',
  place: string = 'value',
): string | undefined {
  if (Object.is(actual, expected)) return undefined
  const told = (): string => `${place} is ${show(actual)} instead of ${show(expected)}`
  if (!isObject(actual) || !isObject(expected)) return told()
  if (expected instanceof Date) return actual instanceof Date && +actual === +expected ? undefined : told()
  if (isList(expected)) {
    if (!isList(actual) || actual.length !== expected.length || tagOf(actual) !== tagOf(expected)) return told()
    return firstOf(Array.from(expected), (value, index) =>
      differenceOf(actual[index], value, members, `${place}[${index}]`),
    )
  }
  const names =
    members === 'all' ? [...new Set([...Object.keys(actual), ...Object.keys(expected)])] : Object.keys(expected)
  return firstOf(names, (name) => differenceOf(actual[name], expected[name], members, `${place}.${name}`))
}

function firstOf<Item>(
  items: readonly Item[],
  check: (item: Item, index: number) => string | undefined,
): string | undefined {
  for (const [index, item] of items.entries()) {
    const found = check(item, index)
    if (found !== undefined) return found
  }
  return undefined
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || value instanceof Uint8Array
}

function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value)
}

function show(value: unknown): string {
  if (value instanceof Error) return `${value.name}: ${value.message}`
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value !== 'object' || value === null) return String(value)
  try {
    return JSON.stringify(value).slice(0, 2000)
  } catch {
    return tagOf(value)
  }
}
