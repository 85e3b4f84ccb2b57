import { concatBytes } from '@noble/hashes/utils.js'
import { octet, openContent, openDer, isAtEnd, readAnyElement } from '../der/der-reader.ts'
import { encodeElement } from '../der/write-der.ts'

/**
 * A change to encoded bytes. With `path`, the element there is replaced by `bytes` as they are, and the lengths around it
 * are made to fit: `[6, 0]` is the first child of the seventh child. With `offset`, octets are overwritten in place.
 */
export type DerPatch =
  | { readonly path: readonly number[]; readonly bytes: Uint8Array }
  | { readonly offset: number; readonly bytes: Uint8Array }

/**
 * Applies changes one after the other, for malformed DER at a chosen place. Only constructed elements have children: to
 * reach into an extension's value, replace the extension.
 *
 * @throws RangeError if there is nothing at the place
 * @throws CertkeepError `ERR_DER_*` if a path leads through bytes that an earlier patch has made unreadable
 *
 * @example
 * ```ts
 * patchDer(certificate.der, { path: [0, 1], bytes: Uint8Array.of(2, 1, 0) }) // a serial number of zero, and so a broken signature
 * ```
 */
export function patchDer(der: Uint8Array, ...patches: readonly DerPatch[]): Uint8Array {
  return patches.reduce(applyPatch, der)
}

function applyPatch(der: Uint8Array, patch: DerPatch): Uint8Array {
  if ('path' in patch) return replaceElement(der, patch.path, patch.bytes)
  if (patch.offset < 0 || patch.offset + patch.bytes.length > der.length) {
    throw new RangeError('"offset" must leave room for "bytes"')
  }
  const patched = Uint8Array.from(der)
  patched.set(patch.bytes, patch.offset)
  return patched
}

function replaceElement(der: Uint8Array, path: readonly number[], bytes: Uint8Array): Uint8Array {
  const [index, ...rest] = path
  if (index === undefined) return bytes
  const children = childrenOf(der)
  const child = children[index]
  if (child === undefined) throw new RangeError(`"path" leads to child ${index} of ${children.length}`)
  const replaced = replaceElement(child, rest, bytes)
  return encodeElement(octet(der, 0), concatBytes(...children.slice(0, index), replaced, ...children.slice(index + 1)))
}

/** The content of an element, without copying. */
export function contentOf(element: Uint8Array): Uint8Array {
  const reader = openDer(element)
  readAnyElement(reader, 'patched DER')
  return element.subarray(reader.start, reader.offset)
}

/** The encodings of the elements inside a constructed element, without copying. */
export function childrenOf(der: Uint8Array): readonly Uint8Array[] {
  const outer = openDer(der)
  readAnyElement(outer, 'patched DER')
  const content = openContent(outer, 'patched DER')
  const children: Uint8Array[] = []
  while (!isAtEnd(content)) {
    const start = content.offset
    readAnyElement(content, 'patched DER')
    children.push(der.subarray(start, content.offset))
  }
  return children
}
