/**
 * What every call of a port can be told.
 *
 * A call of a port ends by itself in bounded time. The registry sets time limits for deliveries and for what it fetches alone, since there it goes on with
 * something else; for stores and sealers it waits as long as the signal of its caller allows.
 */
export interface PortOptions {
  /**
   * Gives up waiting: the call rejects with the reason of the signal. A call that was aborted before it began has no effect; one that
   * writes and was aborted later may have had its effect, whole or not at all.
   */
  readonly signal?: AbortSignal | undefined
}
