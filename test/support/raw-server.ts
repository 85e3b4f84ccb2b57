import { createServer, type Socket } from 'node:net'

/** A TCP server on loopback that answers as a test says. */
export interface RawServer {
  readonly port: number
  /** `http://127.0.0.1:…/` */
  readonly url: string
  /** What each connection sent, in the order of the connections. */
  readonly received: readonly string[]
  readonly openConnections: () => number
  /** Resolves when every connection so far has ended. */
  readonly allClosed: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Starts a server at a free port; `answer` is called once for each connection, when the first bytes have come in. */
export async function startRawServer(answer: (socket: Socket, index: number) => void): Promise<RawServer> {
  const sockets = new Set<Socket>()
  const received: string[] = []
  const server = createServer((socket) => {
    const index = received.push('') - 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    // Clients break connections; that is what is tested.
    socket.on('error', () => socket.destroy())
    socket.once('data', () => {
      answer(socket, index)
    })
    socket.on('data', (bytes) => {
      received[index] = `${received[index] ?? ''}${bytes.toString('latin1')}`
    })
  })
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  return {
    port,
    url: `http://127.0.0.1:${String(port)}/`,
    received,
    openConnections: () => sockets.size,
    allClosed: async () => {
      await Promise.all([...sockets].map(async (socket) => new Promise((resolve) => socket.once('close', resolve))))
    },
    close: async () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** An answer as it goes over the wire. */
export function httpAnswer(fields: readonly string[], body: string, status = '200 OK'): string {
  return [`HTTP/1.1 ${status}`, ...fields, '', body].join('\r\n')
}
