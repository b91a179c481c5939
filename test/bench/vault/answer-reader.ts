/** One answer of a server, as far as a load test reads it. */
export interface Answer {
  readonly status: number;
  readonly bytes: number;
}

const endOfHead = Buffer.from('\r\n\r\n');
const lengthName = 'content-length: ';

/**
 * Finds only the end of an HTTP/1.1 answer: a full parser would make the client the slower side. Answers come
 * one at a time and state their length.
 */
export class AnswerReader {
  #head: Buffer | undefined;
  #status = 0;
  #left = 0;
  #bytes = 0;

  /** The answer once `chunk` completes it. */
  add(chunk: Buffer): Answer | undefined {
    if (this.#left === 0) {
      if (!this.#readHead(this.#head ? Buffer.concat([this.#head, chunk]) : chunk)) return undefined;
    } else this.#left -= chunk.length;
    if (this.#left > 0) return undefined;
    this.#left = 0;
    return { status: this.#status, bytes: this.#bytes };
  }

  /** False while the head is not complete. */
  #readHead(data: Buffer): boolean {
    const end = data.indexOf(endOfHead);
    if (end === -1) {
      this.#head = data;
      return false;
    }
    this.#head = undefined;
    const head = data.toString('latin1', 0, end + 2).toLowerCase();
    this.#status = Number(head.slice(9, 12));
    const at = head.indexOf(lengthName);
    this.#bytes = at === -1 ? 0 : Number(head.slice(at + lengthName.length, head.indexOf('\r', at)));
    this.#left = this.#bytes - (data.length - end - endOfHead.length);
    return true;
  }
}
