/** A choice that there is not is the caller's mistake, and no default. @throws TypeError naming the option and its choices */
export function assertOneOf(value: unknown, choices: readonly unknown[], option: string): void {
  if (!choices.includes(value)) throw new TypeError(`"${option}" must be one of ${choices.join(', ')}`)
}
