import { connect, type Socket } from 'node:net';
import { type Order, parseOrder } from './order.ts';

export interface TakenOrder {
  readonly order: Order;
  /** Notifies the editor that the program has ended. */
  readonly done: () => void;
}

/** Requests the order once at the address that the editor gave; `undefined` if it is no longer available. */
export async function takeOrder(address: string): Promise<TakenOrder | undefined> {
  const [word = '', ...rest] = address.split(':');
  const socket = connect(rest.join(':'));
  socket.on('error', () => socket.destroy());
  socket.write(`${word}\n`);
  const order = parseOrder(await lineFrom(socket));
  return order && { order, done: () => socket.destroy() };
}

/** The data before the first line break, or before the other side disconnected. */
function lineFrom(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (text.endsWith('\n')) resolve(text);
    });
    socket.on('close', () => resolve(text));
  });
}
