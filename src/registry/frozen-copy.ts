/** Deeper than any document of a registry. */
const MAX_DEPTH = 64

/**
 * Copies plain JSON and freezes the copy, all through. Members that are `undefined` are left out, as JSON does.
 *
 * @throws TypeError naming `name` if there is something in it that JSON would lose or change, or if it is nested too deeply
 */
export function frozenCopy<Value>(value: Value, name: string): Value
export function frozenCopy(value: unknown, name: string): unknown {
  return copy(value, name, 0)
}

function copy(value: unknown, name: string, depth: number): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (typeof value !== 'object' || depth > MAX_DEPTH) throw new TypeError(`"${name}" must be plain JSON`)
  if (Array.isArray(value)) return Object.freeze(value.map((item: unknown) => copy(item, name, depth + 1)))
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) throw new TypeError(`"${name}" must be plain JSON`)
  const members: [string, unknown][] = []
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined) members.push([key, copy(member, name, depth + 1)])
  }
  // Defines members, so that one called __proto__ is a member.
  return Object.freeze(Object.fromEntries(members))
}
