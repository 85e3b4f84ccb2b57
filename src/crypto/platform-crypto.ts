/** What the platform has of WebCrypto now. Pages without TLS have no `subtle`, whatever its type says, and old runtimes nothing at all. */
export function platformCrypto(): Partial<Crypto> | undefined {
  const scope: { readonly crypto?: Partial<Crypto> } = globalThis
  return scope.crypto
}
