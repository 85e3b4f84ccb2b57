/** The number whose big-endian magnitude is `bytes`. Eight octets at a time: three times as fast as by way of hex. */
export function bigintOf(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const head = bytes.length % 8
  let value = 0n
  for (let index = 0; index < head; index += 1) value = (value << 8n) | BigInt(view.getUint8(index))
  for (let index = head; index < bytes.length; index += 8) value = (value << 64n) | view.getBigUint64(index)
  return value
}

/** The big-endian octets of a number that is not negative and fits into `length` octets. */
export function bytesOf(value: bigint, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let rest = value
  for (let index = length - 1; index >= 0; index -= 1) {
    bytes[index] = Number(rest & 0xffn)
    rest >>= 8n
  }
  return bytes
}
