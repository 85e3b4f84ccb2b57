import type { IncomingMessage } from 'node:http'
import { RequestError } from './request-error.ts'

/** The members of a JSON object, of which nothing is known yet. */
export type Fields = ReadonlyMap<string, unknown>

/** What is sent beyond the limit is read and thrown away up to this many times the limit, so that the sender hears why. */
const PATIENCE = 8

/** Reads a JSON object of at most `maxBytes`; a request without a body is an empty one. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Fields> {
  const bytes = await readBytes(request, maxBytes)
  if (bytes.length === 0) return new Map()
  if (!/^application\/json *(?:;|$)/i.test(request.headers['content-type'] ?? '')) {
    throw new RequestError(415, 'NOT_JSON', 'the body must be application/json')
  }
  const parsed = parseJson(bytes)
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new RequestError(400, 'BAD_BODY', 'the body must be a JSON object')
  }
  return new Map(Object.entries(parsed))
}

async function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size <= maxBytes) parts.push(part)
    // Leaving the loop closes the connection.
    else if (size > maxBytes * PATIENCE) break
  }
  if (size > maxBytes) {
    throw new RequestError(413, 'BODY_TOO_LARGE', `the body must be at most ${maxBytes} bytes`, { connection: 'close' })
  }
  return Buffer.concat(parts)
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    // Nothing of the error is told or logged: it quotes the body, and a private key may be in that.
    throw new RequestError(400, 'BAD_JSON', 'the body must be JSON in UTF-8')
  }
}

/** A text that must be there. */
export function readText(fields: Fields, name: string): string {
  const value = fields.get(name)
  if (typeof value !== 'string') throw badField(name, 'a string')
  return value
}

/** A text that may be left out. */
export function readOptionalText(fields: Fields, name: string): string | undefined {
  return fields.get(name) === undefined ? undefined : readText(fields, name)
}

/** A text that may be left out, or `null`. */
export function readNullableText(fields: Fields, name: string): string | null | undefined {
  return fields.get(name) === null ? null : readOptionalText(fields, name)
}

/** A list of texts that may be left out. */
export function readTexts(fields: Fields, name: string): readonly string[] | undefined {
  const value = fields.get(name)
  if (value === undefined) return undefined
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string'))
    throw badField(name, 'a list of strings')
  return value
}

/** A truth that may be left out. */
export function readBoolean(fields: Fields, name: string): boolean | undefined {
  const value = fields.get(name)
  if (value !== undefined && typeof value !== 'boolean') throw badField(name, 'true or false')
  return value
}

/** An instant in ISO 8601. */
export function readInstant(text: string, name: string): Date {
  const at = new Date(text)
  if (Number.isNaN(at.getTime())) throw badField(name, 'an instant, such as 2026-12-24T23:59:59Z')
  return at
}

/** One of some words. */
export function readWord<Word extends string>(text: string, name: string, words: readonly Word[]): Word {
  const word = words.find((known) => known === text)
  if (word === undefined) throw badField(name, `one of ${words.join(', ')}`)
  return word
}

function badField(name: string, what: string): RequestError {
  return new RequestError(400, 'BAD_FIELD', `"${name}" must be ${what}`)
}
