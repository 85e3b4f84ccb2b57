import { derError } from '../der/der-error.ts'
import {
  assertAtEnd,
  contentOf,
  isAtEnd,
  openContent,
  peekTag,
  readAnyElement,
  readConstructed,
  readElement,
  readNonEmptyList,
  type DerReader,
} from '../der/der-reader.ts'
import { hexOf } from '../der/hex.ts'
import { readDottedIdentifier } from '../der/object-identifier.ts'
import { ia5Text } from '../der/read-text.ts'
import { constructedContextTag } from '../der/tag.ts'
import { ipText } from './ip-text.ts'
import { readName, type Name } from './name.ts'

/**
 * A GeneralName (RFC 5280 section 4.2.1.6).
 *
 * `dns`, `email` and `uri` are the ASCII text as it stands, unescaped and unchecked. `ip` is the address in its
 * usual text (RFC 5952 for IPv6), address and mask with a slash in a name constraint, hex if it has another
 * length. `directory` is RFC 4514 text, `registered-id` a dotted identifier. `other`, `x400` and `edi-party` are hex of the DER.
 */
export type GeneralName =
  | { readonly kind: 'dns' | 'email' | 'uri' | 'registered-id'; readonly value: string }
  | { readonly kind: 'ip'; readonly value: string; readonly octets: Uint8Array }
  | { readonly kind: 'directory'; readonly value: string; readonly name: Name }
  | { readonly kind: 'other'; readonly value: string; readonly oid: string }
  | { readonly kind: 'x400' | 'edi-party'; readonly value: string }

/** The context tags of the choice. */
const OTHER_NAME = 0xa0
const RFC822_NAME = 0x81
const DNS_NAME = 0x82
const X400_ADDRESS = 0xa3
const DIRECTORY_NAME = 0xa4
const EDI_PARTY_NAME = 0xa5
const URI = 0x86
const IP_ADDRESS = 0x87
const REGISTERED_ID = 0x88

/** Reads GeneralNames: at least one. */
export function readGeneralNames(reader: DerReader, tag: number, structure: string): readonly GeneralName[] {
  const list = readNonEmptyList(reader, tag, structure)
  const names: GeneralName[] = []
  while (!isAtEnd(list)) names.push(readGeneralName(list, structure))
  return names
}

/** Reads one GeneralName. In a name constraint the text of an address is `address/mask`. */
export function readGeneralName(reader: DerReader, structure: string): GeneralName {
  const tag = peekTag(reader)
  switch (tag) {
    case DNS_NAME:
      return { kind: 'dns', value: readIa5(reader, tag, structure) }
    case RFC822_NAME:
      return { kind: 'email', value: readIa5(reader, tag, structure) }
    case URI:
      return { kind: 'uri', value: readIa5(reader, tag, structure) }
    case IP_ADDRESS:
      return readIpAddress(reader, structure)
    case DIRECTORY_NAME:
      return readDirectoryName(reader, structure)
    case REGISTERED_ID:
      return { kind: 'registered-id', value: readDottedIdentifier(reader, structure, tag) }
    case OTHER_NAME:
      return readOtherName(reader, structure)
    case X400_ADDRESS:
    case EDI_PARTY_NAME:
      return readOpaqueName(reader, tag === X400_ADDRESS ? 'x400' : 'edi-party', structure)
    default:
      throw derError(
        tag === -1 ? 'ERR_DER_TRUNCATED' : 'ERR_DER_UNEXPECTED_TAG',
        'not a GeneralName',
        reader.offset,
        structure,
        { found: tag },
      )
  }
}

function readIa5(reader: DerReader, tag: number, structure: string): string {
  readElement(reader, tag, structure)
  return ia5Text(reader, structure)
}

function readIpAddress(reader: DerReader, structure: string): GeneralName {
  readElement(reader, IP_ADDRESS, structure)
  const { bytes, start, offset, mode } = reader
  if (mode === 'check') return { kind: 'ip', value: '', octets: bytes }
  const half = (offset - start) / 2
  // Eight and 32 octets are the lengths of an address with its mask, and of no address alone.
  const value = half === 4 || half === 16 ? rangeText(bytes, start, half) : ipText(bytes, start, offset)
  return { kind: 'ip', value, octets: contentOf(reader) }
}

function rangeText(bytes: Uint8Array, start: number, half: number): string {
  return `${ipText(bytes, start, start + half)}/${ipText(bytes, start + half, start + 2 * half)}`
}

function readDirectoryName(reader: DerReader, structure: string): GeneralName {
  // Name is a CHOICE, so its context tag is explicit.
  const wrapper = readConstructed(reader, DIRECTORY_NAME, structure)
  const name = readName(wrapper, structure)
  assertAtEnd(wrapper, structure)
  return { kind: 'directory', value: reader.mode === 'check' ? '' : name.text, name }
}

function readOtherName(reader: DerReader, structure: string): GeneralName {
  const other = readConstructed(reader, OTHER_NAME, structure)
  const oid = readDottedIdentifier(other, structure)
  const wrapper = readConstructed(other, constructedContextTag(0), structure)
  const valueStart = wrapper.offset
  readAnyElement(wrapper, structure)
  assertAtEnd(wrapper, structure)
  assertAtEnd(other, structure)
  return { kind: 'other', value: wantedHex(reader, valueStart, wrapper.offset), oid }
}

function readOpaqueName(reader: DerReader, kind: 'x400' | 'edi-party', structure: string): GeneralName {
  const start = reader.offset
  readAnyElement(reader, structure)
  const content = openContent(reader, structure)
  while (!isAtEnd(content)) readAnyElement(content, structure)
  return { kind, value: wantedHex(reader, start, reader.offset) }
}

function wantedHex({ bytes, mode }: DerReader, start: number, end: number): string {
  return mode === 'check' ? '' : hexOf(bytes, start, end)
}
