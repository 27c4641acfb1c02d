import { connect } from 'node:net';

/** Sends bytes as they are and answers all that comes back until the other side closes. */
export function rawRequest(port: number, ...parts: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => {
      for (const part of parts) socket.write(part, 'latin1');
    });
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => { answer += chunk; });
    socket.on('close', () => resolve(answer));
    socket.on('error', (cause) => (answer === '' ? reject(cause) : resolve(answer)));
  });
}

/** Sends bytes and leaves without waiting for anything. */
export function abandonedRequest(port: number, bytes: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1', () => socket.destroy()));
    socket.on('close', () => resolve()).on('error', reject);
  });
}
