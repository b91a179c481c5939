import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { limits } from '../../contracts/secret.ts';
import { isAssistantError } from '../host/assistant-error.ts';
import type { SecretOutcome } from '../host/assistant-host.ts';
import { type FieldText, fieldPage, finalPage, pageHeaders } from './pages.ts';

/** The content of the page, and the function that saves the value. */
export interface FieldOptions extends Omit<FieldText, 'code' | 'csrf' | 'problem'> {
  /** Stores the value. The message of an AssistantError is shown to the user, who can try again. */
  readonly save: (value: string) => Promise<void>;
  /** Logs an unexpected error of `save`, without values. */
  readonly reportBug: (error: unknown) => void;
  /** In milliseconds. */
  readonly lifetime: number;
}

/** A page on this machine on which the user types a single value. */
export interface SecureField {
  /** Anyone who knows it could open the page first, so it must reach only the user's browser. */
  readonly url: string;
  /** Also on the page, so that the user can tell which request it belongs to. */
  readonly code: string;
  /** Never `waiting`. */
  readonly outcome: Promise<Exclude<SecretOutcome, 'waiting'>>;
  close(): void;
}

/** The maximum size of the form in bytes: each byte of the value as `%XX`, plus the other fields. */
const longestBody = limits.valueBytes * 3 + 4096;

/**
 * Opens the page on a free port of 127.0.0.1. It belongs to the first browser that visits it, accepts one
 * value, and exists for `lifetime`.
 */
export async function openSecureField(options: FieldOptions): Promise<SecureField> {
  const field = new Field(options);
  await field.listen();
  return field;
}

class Field implements SecureField {
  readonly code = codeWords();
  readonly outcome: SecureField['outcome'];
  readonly #options: FieldOptions;
  readonly #path = `/${secret()}`;
  readonly #csrf = secret();
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  readonly #expiry: NodeJS.Timeout;
  #end: (outcome: 'saved' | 'declined' | 'expired') => void = () => undefined;
  #origin = '';
  /** The cookie of the first visitor. */
  #visitor: string | undefined;
  #isSaving = false;

  constructor(options: FieldOptions) {
    this.#options = options;
    this.outcome = new Promise((resolve) => (this.#end = resolve));
    this.#expiry = setTimeout(() => this.#finish('expired'), options.lifetime);
    this.#expiry.unref();
  }

  get url(): string {
    return `${this.#origin}${this.#path}`;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    const address = this.#server.address();
    if (typeof address === 'object' && address) this.#origin = `http://127.0.0.1:${String(address.port)}`;
  }

  close(): void {
    this.#finish('expired');
  }

  #finish(outcome: 'saved' | 'declined' | 'expired'): void {
    clearTimeout(this.#expiry);
    this.#server.close();
    this.#server.closeIdleConnections();
    this.#end(outcome);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      if (!this.#isForThisPage(request)) return turnAway(response);
      if (request.method === 'GET') return this.#show(request, response);
      if (request.method === 'POST') return await this.#take(request, response);
      turnAway(response);
    } catch {
      // The connection broke. The user still has the page, and can send the form again.
      response.destroy();
    }
  }

  /** Other web pages can send requests here under another name (DNS rebinding), or inside a frame. */
  #isForThisPage({ url, headers }: IncomingMessage): boolean {
    if (`http://${headers.host ?? ''}` !== this.#origin) return false;
    if (!isSame(url ?? '', this.#path)) return false;
    const destination = headers['sec-fetch-dest'];
    return destination === undefined || destination === 'document';
  }

  #show(request: IncomingMessage, response: ServerResponse): void {
    // A prefetch must not use up the only visit.
    const { purpose, 'sec-purpose': secPurpose, 'x-moz': xMoz } = request.headers;
    if (secPurpose !== undefined || purpose !== undefined || xMoz !== undefined) return turnAway(response);
    if (this.#visitor === undefined) this.#visitor = secret();
    else if (!this.#isVisitor(request)) return turnAway(response);
    this.#sendForm(response);
  }

  #sendForm(response: ServerResponse, problem?: string): void {
    response.writeHead(problem === undefined ? 200 : 422, {
      ...pageHeaders,
      'set-cookie': `visitor=${this.#visitor ?? ''}; HttpOnly; SameSite=Strict; Path=${this.#path}`,
    });
    const { code } = this;
    const text = { ...this.#options, code, csrf: this.#csrf, ...(problem !== undefined && { problem }) };
    response.end(fieldPage(text));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers.origin !== this.#origin || !this.#isVisitor(request)) return turnAway(response);
    const form = await formOf(request);
    if (!form || !isSame(form.get('csrf') ?? '', this.#csrf)) return turnAway(response);
    if (this.#isSaving) return turnAway(response);
    if (form.get('answer') === 'decline') {
      sendFinal(response, 200, 'Declined', 'Nothing was saved. You can close this page.');
      return this.#finish('declined');
    }
    // Browsers send line breaks as CRLF.
    const value = (form.get('value') ?? '').replaceAll('\r\n', '\n');
    const problem = this.#problemOf(value, form);
    if (problem !== undefined) return this.#sendForm(response, problem);
    this.#isSaving = true;
    try {
      await this.#options.save(value);
    } catch (error) {
      this.#isSaving = false;
      return this.#sendForm(response, this.#sentenceFor(error));
    }
    sendFinal(
      response,
      200,
      'Saved',
      'The assistant learns only that it was saved. You can close this page.',
    );
    this.#finish('saved');
  }

  #problemOf(value: string, form: URLSearchParams): string | undefined {
    if (value === '') return 'Enter a value.';
    if (Buffer.byteLength(value) > limits.valueBytes) return 'The value is too long: at most 64 KB.';
    if (this.#options.replaces && form.get('replace') !== 'yes')
      return 'Confirm that the stored value is replaced.';
    return undefined;
  }

  #sentenceFor(error: unknown): string {
    if (isAssistantError(error)) return error.message;
    this.#options.reportBug(error);
    return 'The value was not saved because of a bug in Agent Secrets. Please report this.';
  }

  #isVisitor({ headers }: IncomingMessage): boolean {
    const [, given = ''] = /(?:^|;\s*)visitor=([^;]*)/.exec(headers.cookie ?? '') ?? [];
    return this.#visitor !== undefined && isSame(given, this.#visitor);
  }
}

/** Undefined if the form is far larger than any value, or not a form. */
async function formOf(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  if (request.headers['content-type'] !== 'application/x-www-form-urlencoded') return undefined;
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    if (!Buffer.isBuffer(part)) return undefined;
    length += part.length;
    if (length > longestBody) return undefined;
    parts.push(part);
  }
  return new URLSearchParams(Buffer.concat(parts).toString('utf8'));
}

function turnAway(response: ServerResponse): void {
  sendFinal(
    response,
    403,
    'This page is not for you',
    'It was opened in another browser before, or it has expired. Ask the assistant to request the value again.',
  );
}

function sendFinal(response: ServerResponse, status: number, title: string, text: string): void {
  response.writeHead(status, { ...pageHeaders, connection: 'close' });
  response.end(finalPage(title, text));
}

/** 128 bits. */
function secret(): string {
  return randomBytes(16).toString('base64url');
}

/** Six characters that are easy to tell apart. */
function codeWords(): string {
  const letters = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
  const code = Array.from({ length: 6 }, () => letters[randomInt(letters.length)]).join('');
  return `${code.slice(0, 3)}-${code.slice(3)}`;
}

/** In constant time. */
function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
