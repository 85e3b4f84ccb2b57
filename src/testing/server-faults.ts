import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { CrlOptions } from './crl-options.ts'
import type { OcspOptions } from './ocsp-options.ts'

/** What a server answers when nothing is wrong. */
export interface Answer {
  readonly status: number
  readonly contentType: string
  readonly body: Uint8Array
}

/** What can go wrong at the server, or between it and the client. */
export type ServerFault =
  /** Answers as it should, but late. */
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** Takes the request and never answers. */
  | { readonly kind: 'silent' }
  /** Breaks the connection without an answer. */
  | { readonly kind: 'reset' }
  /** Sends one octet of the body at a time. */
  | { readonly kind: 'trickle'; readonly intervalMs: number }
  /** Promises the whole body, and breaks the connection after a part of it: half, unless told otherwise. */
  | { readonly kind: 'cut-off'; readonly afterBytes?: number | undefined }
  /** Sends a body that never ends. */
  | { readonly kind: 'endless' }
  /** Answers with a status and an empty body. */
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'redirect'; readonly location: string; readonly status?: 301 | 302 | 303 | 307 | 308 | undefined }
  /** Sends these bytes instead. */
  | { readonly kind: 'body'; readonly body: Uint8Array }
  | { readonly kind: 'content-type'; readonly contentType: string }
  /** Promises another length than it sends. */
  | { readonly kind: 'content-length'; readonly length: number }
  /** Compresses what it sends, though not asked to. */
  | { readonly kind: 'gzip' }
  /** Sends zeros, of which few octets on the wire become many. */
  | { readonly kind: 'gzip-bomb'; readonly bytes: number }
  /** Sends a CRL or OCSP response whose successor is overdue. */
  | { readonly kind: 'stale' }
  /** Sends a CRL made by these options. */
  | { readonly kind: 'crl'; readonly options: CrlOptions }
  /** Sends an OCSP response made by these options, about what was asked. */
  | { readonly kind: 'ocsp'; readonly options: OcspOptions }

/** A fault of the transport, which does not depend on what is served. */
export type TransportFault = Exclude<ServerFault, { readonly kind: 'stale' | 'crl' | 'ocsp' }>

const ENDLESS_CHUNK = /* @__PURE__ */ new Uint8Array(16_384).fill(0x30)

/** Sends an answer as it should be sent. */
export function sendAnswer(response: ServerResponse, { status, contentType, body }: Answer): void {
  response.writeHead(status, { 'content-type': contentType, 'content-length': body.length })
  response.end(body)
}

/** Sends an answer with a fault. What it starts ends with the connection. */
export function sendFaulty(response: ServerResponse, answer: Answer, fault: TransportFault): void {
  const { body, contentType } = answer
  switch (fault.kind) {
    case 'slow': {
      later(response, fault.delayMs, () => {
        sendAnswer(response, answer)
      })
      return
    }
    case 'silent':
      return
    case 'reset':
      response.destroy()
      return
    case 'trickle':
      response.writeHead(200, { 'content-type': contentType, 'content-length': body.length })
      {
        trickle(response, body, 0, fault.intervalMs)
        return
      }
    case 'cut-off':
      response.writeHead(200, { 'content-type': contentType, 'content-length': body.length })
      response.write(body.subarray(0, fault.afterBytes ?? Math.floor(body.length / 2)), () => response.destroy())
      return
    case 'endless':
      response.writeHead(200, { 'content-type': contentType })
      {
        writeEndlessly(response)
        return
      }
    case 'status': {
      sendAnswer(response, { status: fault.status, contentType: 'text/plain', body: new Uint8Array() })
      return
    }
    case 'redirect':
      response.writeHead(fault.status ?? 302, { location: fault.location, 'content-length': 0 })
      response.end()
      return
    case 'body': {
      sendAnswer(response, { ...answer, body: fault.body })
      return
    }
    case 'content-type': {
      sendAnswer(response, { ...answer, contentType: fault.contentType })
      return
    }
    case 'content-length': {
      sendWrongLength(response, answer, fault.length)
      return
    }
    case 'gzip': {
      sendCompressed(response, contentType, body)
      return
    }
    case 'gzip-bomb': {
      sendCompressed(response, contentType, new Uint8Array(fault.bytes))
      return
    }
  }
}

function sendCompressed(response: ServerResponse, contentType: string, body: Uint8Array): void {
  const compressed = gzipSync(body)
  response.writeHead(200, {
    'content-type': contentType,
    'content-encoding': 'gzip',
    'content-length': compressed.length,
  })
  response.end(compressed)
}

/** Promises a length and keeps to the body: what is too much lies about in the connection, what is missing never comes. */
function sendWrongLength(response: ServerResponse, { contentType, body }: Answer, length: number): void {
  const head = [
    'HTTP/1.1 200 OK',
    `content-type: ${contentType}`,
    `content-length: ${String(length)}`,
    'connection: close',
  ]
  // Past node:http, which would not let the length differ.
  response.socket?.write(`${head.join('\r\n')}\r\n\r\n`)
  response.socket?.end(body)
}

/** Writes for as long as the client reads. */
function writeEndlessly(response: ServerResponse): void {
  const fill = (): void => {
    while (response.writable && response.write(ENDLESS_CHUNK));
  }
  response.on('drain', fill)
  fill()
}

function trickle(response: ServerResponse, body: Uint8Array, offset: number, intervalMs: number): void {
  if (offset === body.length) {
    response.end()
    return
  }
  response.write(body.subarray(offset, offset + 1))
  later(response, intervalMs, () => {
    trickle(response, body, offset + 1, intervalMs)
  })
}

/** Acts after a time, unless the connection is gone by then. */
function later(response: ServerResponse, delayMs: number, act: () => void): void {
  const stop = (): void => {
    clearTimeout(timer)
  }
  const timer = setTimeout(() => {
    response.off('close', stop)
    act()
  }, delayMs)
  response.once('close', stop)
}
