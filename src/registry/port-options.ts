/** What every call of a port can be told. */
export interface PortOptions {
  /**
   * Gives up waiting: the call rejects with the reason of the signal. A call that was aborted before it began has no effect; one that
   * writes and was aborted later may have had its effect, whole or not at all.
   */
  readonly signal?: AbortSignal | undefined
}
