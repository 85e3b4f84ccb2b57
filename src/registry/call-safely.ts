/** Calls what is not ours. What it throws is its own affair, and must not undo or stop what is being done. */
export function callSafely<Argument>(listener: (argument: Argument) => unknown, argument: Argument): void {
  const ignore = (): undefined => undefined
  try {
    const returned = listener(argument)
    if (returned instanceof Promise) returned.catch(ignore)
  } catch {
    ignore()
  }
}
