/** Base64 or base64url text as bytes. */
export function decodeBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
}

/** Bytes as base64 text on one line. */
function encodeBase64(bytes: Uint8Array): string {
  let binary = ''
  for (const octet of bytes) binary += String.fromCharCode(octet)
  return btoa(binary)
}

/** Bytes as a PEM block (RFC 7468 section 3), `headers` between its BEGIN line and its body as in RFC 1421. */
export function encodePem(label: string, der: Uint8Array, headers: readonly string[] = []): string {
  const body = encodeBase64(der).replace(/.{64}(?=.)/g, '$&\n')
  const head = headers.length === 0 ? '' : `${headers.join('\n')}\n\n`
  return `-----BEGIN ${label}-----\n${head}${body}\n-----END ${label}-----\n`
}
