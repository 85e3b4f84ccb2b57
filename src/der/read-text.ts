import { derError } from './der-error.ts'
import { octet, type DerReader } from './der-reader.ts'
import {
  BMP_STRING,
  IA5_STRING,
  NUMERIC_STRING,
  PRINTABLE_STRING,
  TELETEX_STRING,
  UNIVERSAL_STRING,
  UTF8_STRING,
  VISIBLE_STRING,
} from './tag.ts'

/** Below this length, making a string from its codes is faster than a TextDecoder. */
const SHORT = 24

/** Whether all octets of `bytes[start..end)` are below 128. */
function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  for (let index = start; index < end; index += 1) {
    if (octet(bytes, index) >= 0x80) return false
  }
  return true
}

/** The text of octets that are all below 128. */
function asciiText(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > SHORT) return utf8Decoder().decode(bytes.subarray(start, end))
  let text = ''
  let index = start
  for (; index + 4 <= end; index += 4) {
    text += String.fromCharCode(
      octet(bytes, index),
      octet(bytes, index + 1),
      octet(bytes, index + 2),
      octet(bytes, index + 3),
    )
  }
  for (; index < end; index += 1) text += String.fromCharCode(octet(bytes, index))
  return text
}

/** The content of the element read last as IA5String: every octet below 128, else `ERR_DER_STRING`. */
export function ia5Text(reader: DerReader, structure: string): string {
  const { bytes, start, offset } = reader
  if (!isAscii(bytes, start, offset))
    throw derError('ERR_DER_STRING', 'an IA5String with octets above 127', start, structure)
  return wantedAsciiText(reader)
}

/**
 * The content of the element read last as character string of type `tag`, or `undefined` if `tag` is not one of the string
 * types of names (X.690 section 8.23). A reader that only checks gives the empty text.
 *
 * TeletexString is read as Latin-1, which is what its writers meant; PrintableString may also hold `*` and `&`, as Go allows,
 * since CAs have put wildcards into it for decades.
 */
export function stringText(tag: number, reader: DerReader, structure: string): string | undefined {
  switch (tag) {
    case UTF8_STRING:
      return utf8Text(reader, structure)
    case PRINTABLE_STRING:
      assertCharacters(reader, isPrintableStringOctet, structure)
      return wantedAsciiText(reader)
    case IA5_STRING:
      return ia5Text(reader, structure)
    case NUMERIC_STRING:
      assertCharacters(reader, isNumericStringOctet, structure)
      return wantedAsciiText(reader)
    case VISIBLE_STRING:
      assertCharacters(reader, isVisibleStringOctet, structure)
      return wantedAsciiText(reader)
    case TELETEX_STRING:
      return latin1Text(reader)
    case BMP_STRING:
      return wideText(reader, 2, structure)
    case UNIVERSAL_STRING:
      return wideText(reader, 4, structure)
    default:
      return undefined
  }
}

function wantedAsciiText({ bytes, start, offset, mode }: DerReader): string {
  return mode === 'check' ? '' : asciiText(bytes, start, offset)
}

/** UTF8String: well-formed UTF-8 (RFC 3629), else `ERR_DER_STRING`. */
function utf8Text(reader: DerReader, structure: string): string {
  const { bytes, start, offset, mode } = reader
  if (isAscii(bytes, start, offset)) return wantedAsciiText(reader)
  try {
    const text = utf8Decoder().decode(bytes.subarray(start, offset))
    return mode === 'check' ? '' : text
  } catch (cause) {
    throw derError(
      'ERR_DER_STRING',
      `a UTF8String that is not UTF-8 (${cause instanceof Error ? cause.name : 'unknown'})`,
      start,
      structure,
    )
  }
}

let decoder: TextDecoder | undefined

function utf8Decoder(): TextDecoder {
  decoder ??= new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  return decoder
}

function latin1Text({ bytes, start, offset, mode }: DerReader): string {
  if (mode === 'check') return ''
  let text = ''
  for (let index = start; index < offset; index += 1) text += String.fromCharCode(octet(bytes, index))
  return text
}

/** BMPString (UCS-2) and UniversalString (UCS-4): big-endian, no surrogates (X.680 section 41). */
function wideText({ bytes, start, offset: end, mode }: DerReader, width: 2 | 4, structure: string): string {
  if ((end - start) % width !== 0)
    throw derError('ERR_DER_STRING', `a string whose length is not a multiple of ${String(width)}`, start, structure)
  let text = ''
  for (let index = start; index < end; index += width) {
    let code = 0
    for (let part = 0; part < width; part += 1) code = code * 256 + octet(bytes, index + part)
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
      throw derError('ERR_DER_STRING', 'a character outside Unicode', index, structure)
    }
    if (mode === 'decode') text += String.fromCodePoint(code)
  }
  return text
}

function assertCharacters(
  { bytes, start, offset }: DerReader,
  isAllowed: (octet: number) => boolean,
  structure: string,
): void {
  for (let index = start; index < offset; index += 1) {
    if (!isAllowed(octet(bytes, index)))
      throw derError('ERR_DER_STRING', 'a character that its string type does not have', index, structure)
  }
}

function isNumericStringOctet(value: number): boolean {
  return value === 0x20 || (value >= 0x30 && value <= 0x39)
}

function isVisibleStringOctet(value: number): boolean {
  return value >= 0x20 && value < 0x7f
}

/** X.680 table 10, and `*` and `&`. */
function isPrintableStringOctet(value: number): boolean {
  return (
    (value >= 0x61 && value <= 0x7a) ||
    (value >= 0x41 && value <= 0x5a) ||
    (value >= 0x27 && value <= 0x3a) ||
    value === 0x20 ||
    value === 0x3d ||
    value === 0x3f ||
    value === 0x26
  )
}
