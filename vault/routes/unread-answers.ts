import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { ProblemError } from '../errors/errors.ts';

/** Large responses that one key may leave unread at a time: the system buffers up to 4 MiB of each. */
const mostOfOneKey = 16;
/** Enough for the largest catalog over a slow connection. */
const longestMs = 120_000;

/** Sends large responses without copying them, and limits the cost of clients that do not read them. */
export class UnreadAnswers {
  readonly #counts = new Map<string, number>();
  readonly #longestMs: number;

  constructor(longest: number = longestMs) {
    this.#longestMs = longest;
  }

  /** `parts` may be shared with other responses. @throws ProblemError `TooManyRequests` */
  send(keyId: string, reply: FastifyReply, parts: readonly Buffer[]): FastifyReply {
    this.#count(keyId, reply.raw);
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    return reply.header('content-length', length).send(Readable.from(parts));
  }

  /** Counts the response until it is sent or aborted. */
  #count(keyId: string, answer: FastifyReply['raw']): void {
    const count = this.#counts.get(keyId) ?? 0;
    if (count >= mostOfOneKey) {
      throw new ProblemError('TooManyRequests', 'Read the answers to your other requests first.', 1);
    }
    this.#counts.set(keyId, count + 1);
    const timer = setTimeout(() => answer.destroy(), this.#longestMs).unref();
    answer.once('close', () => {
      clearTimeout(timer);
      const left = (this.#counts.get(keyId) ?? 0) - 1;
      if (left > 0) this.#counts.set(keyId, left);
      else this.#counts.delete(keyId);
    });
  }
}
