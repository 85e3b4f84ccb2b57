import { derError } from './der-error.ts'
import { octet, readElement, type DerReader } from './der-reader.ts'
import { BIT_STRING, BOOLEAN, INTEGER, NULL } from './tag.ts'

/** Reads a BOOLEAN: one octet, 00 or FF (X.690 section 11.1). */
export function readBoolean(reader: DerReader, structure: string, tag: number = BOOLEAN): boolean {
  readElement(reader, tag, structure)
  const value = octet(reader.bytes, reader.start)
  if (reader.offset - reader.start !== 1 || (value !== 0 && value !== 0xff)) {
    throw derError('ERR_DER_BOOLEAN', 'a BOOLEAN must be the octet 00 or FF', reader.start, structure)
  }
  return value === 0xff
}

/** Reads an INTEGER of any size, which is then `bytes[start..offset)` in two's complement (X.690 section 8.3). */
export function readInteger(reader: DerReader, structure: string, tag: number = INTEGER): void {
  readElement(reader, tag, structure)
  const { bytes, start, offset } = reader
  if (offset === start) throw derError('ERR_DER_INTEGER', 'an INTEGER without content', start, structure)
  if (offset - start > 1) {
    const first = octet(bytes, start)
    const second = octet(bytes, start + 1)
    if ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80)) {
      throw derError('ERR_DER_INTEGER', 'an INTEGER not in its shortest form', start, structure)
    }
  }
}

/** Reads an INTEGER from 0 to `max`, which must be below 2^31. */
export function readSmallInteger(reader: DerReader, max: number, structure: string, tag: number = INTEGER): number {
  readInteger(reader, structure, tag)
  const { bytes, start, offset } = reader
  let value = octet(bytes, start)
  if (value >= 0x80) throw derError('ERR_DER_VALUE', 'a negative number', start, structure)
  for (let index = start + 1; index < offset && value <= max; index += 1) value = value * 256 + octet(bytes, index)
  if (value > max) throw derError('ERR_DER_VALUE', `a number above ${String(max)}`, start, structure)
  return value
}

/**
 * Reads an INTEGER that must not be negative and returns its magnitude without the sign octet,
 * as a view of the input.
 */
export function readUnsignedInteger(reader: DerReader, structure: string): Uint8Array {
  readInteger(reader, structure)
  const first = octet(reader.bytes, reader.start)
  if (first >= 0x80) throw derError('ERR_DER_VALUE', 'a negative number', reader.start, structure)
  const start = first === 0 && reader.offset - reader.start > 1 ? reader.start + 1 : reader.start
  return reader.bytes.subarray(start, reader.offset)
}

/**
 * Reads a BIT STRING; its octets are then `bytes[start..offset)`. Returns the number of unused bits at the
 * end, which must be zero (X.690 sections 8.6.2 and 11.2.1).
 */
export function readBitString(reader: DerReader, structure: string, tag: number = BIT_STRING): number {
  readElement(reader, tag, structure)
  const { bytes, start, offset } = reader
  const unused = octet(bytes, start)
  if (offset === start || unused > 7 || (offset - start === 1 && unused !== 0)) {
    throw derError('ERR_DER_BIT_STRING', 'a BIT STRING with a wrong count of unused bits', start, structure)
  }
  if ((octet(bytes, offset - 1) & ((1 << unused) - 1)) !== 0 && offset - start > 1) {
    throw derError('ERR_DER_BIT_STRING', 'a BIT STRING whose unused bits are not zero', offset - 1, structure)
  }
  reader.start = start + 1
  return unused
}

/** Reads a BIT STRING that holds whole octets, such as a key or a signature; they are then `bytes[start..offset)`. */
export function readOctetAlignedBitString(reader: DerReader, structure: string, tag: number = BIT_STRING): void {
  if (readBitString(reader, structure, tag) !== 0) {
    throw derError('ERR_DER_BIT_STRING', 'a BIT STRING that does not hold whole octets', reader.start - 1, structure)
  }
}

/**
 * Reads a BIT STRING of named bits. Bit `n` of the result stands for the name of number `n`; at most 31 names.
 *
 * Trailing zero bits must have been left out (X.690 section 11.2.2).
 */
export function readNamedBits(reader: DerReader, structure: string, tag: number = BIT_STRING): number {
  const bits = readNamedBitsLenient(reader, structure, tag)
  const { bytes, start, offset } = reader
  const unused = octet(bytes, start - 1)
  if (offset > start && ((octet(bytes, offset - 1) >> unused) & 1) === 0) {
    throw derError('ERR_DER_BIT_STRING', 'named bits with trailing zeros', offset - 1, structure)
  }
  return bits
}

/**
 * As {@link readNamedBits}, but lets trailing zero bits pass: they change nothing, and roots that every
 * trust store holds have them in keyUsage ("Certum Trusted Network CA 2" among others).
 */
export function readNamedBitsLenient(reader: DerReader, structure: string, tag: number = BIT_STRING): number {
  readBitString(reader, structure, tag)
  const { bytes, start, offset } = reader
  if (offset - start > 4) throw derError('ERR_DER_VALUE', 'more named bits than are defined', start, structure)
  let bits = 0
  for (let index = start; index < offset; index += 1) {
    const value = octet(bytes, index)
    for (let bit = 0; bit < 8; bit += 1) {
      if ((value & (0x80 >> bit)) !== 0) bits |= 1 << ((index - start) * 8 + bit)
    }
  }
  return bits
}

/** Reads a NULL, which has no content (X.690 section 8.8). */
export function readNull(reader: DerReader, structure: string): void {
  readElement(reader, NULL, structure)
  if (reader.offset !== reader.start) throw derError('ERR_DER_NULL', 'a NULL with content', reader.start, structure)
}
