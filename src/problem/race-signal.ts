/**
 * Waits for a promise until the signal is aborted, and then rejects with its reason, whatever becomes of the promise: who was asked may take no notice of
 * a signal.
 */
export async function raceSignal<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  let stop = (): void => undefined
  const over = new Promise<never>((_, reject) => {
    stop = () => {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a signal's reason is passed on as it is
      reject(signal.reason)
    }
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([promise, over])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
