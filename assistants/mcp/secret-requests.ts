import { inputRequired, inputResponse } from '@modelcontextprotocol/server';
import type { SecretOutcome, SecretToRequest } from '../assistant-host.ts';
import { AssistantError } from '../assistant-error.ts';
import type { SecureField } from '../secure-field/secure-field.ts';
import type { McpHost } from './mcp-host.ts';

/** Clients end a call after a minute at the latest; the model can then call again. In milliseconds. */
const longestWait = 45_000;

interface Conversation {
  /** Whether the client shows addresses to the user and asks before it opens them. */
  readonly opensPages: boolean;
  readonly inputResponses: Record<string, unknown> | undefined;
  readonly signal: AbortSignal;
}

interface Answer {
  readonly status: SecretOutcome;
  /** Set while the page is open. */
  readonly code?: string;
}

/** The pages whose outcome no call has returned yet, one for each name. Repeated calls wait for the same page. */
export class SecretRequests {
  readonly #host: McpHost;
  readonly #open = new Map<string, SecureField>();

  constructor(host: McpHost) {
    this.#host = host;
  }

  /** Returns the outcome, or what the client must ask the user first. The page's address is in no outcome. */
  async ask(request: SecretToRequest, { opensPages, inputResponses, signal }: Conversation) {
    const known = this.#open.get(request.name);
    const field = known ?? (await this.#openField(request));
    if (opensPages) {
      const answer = inputResponse(inputResponses, 'page');
      if (answer.kind !== 'elicit')
        return { ask: inputRequired({ inputRequests: { page: pageFor(request, field) } }) };
      if (answer.action !== 'accept') return { answer: this.#declined(request, field) };
    } else if (!known && !this.#host.showPage(field.url)) {
      field.close();
      throw new AssistantError(withoutDisplay(request.name));
    }
    const answer = await outcomeSoon(field, signal);
    if (answer.status !== 'waiting') this.#forget(request, field);
    return { answer };
  }

  /** Ends all pages. */
  close(): void {
    for (const field of this.#open.values()) field.close();
  }

  async #openField(request: SecretToRequest): Promise<SecureField> {
    const field = await this.#host.openField(request);
    this.#open.set(request.name, field);
    // The other outcomes stay until a call has returned them.
    void field.outcome.then((outcome) => outcome === 'expired' && this.#forget(request, field));
    return field;
  }

  #forget({ name }: SecretToRequest, field: SecureField): void {
    if (this.#open.get(name) === field) this.#open.delete(name);
  }

  #declined(request: SecretToRequest, field: SecureField): Answer {
    field.close();
    this.#forget(request, field);
    return { status: 'declined' };
  }
}

function pageFor({ name }: SecretToRequest, { url, code }: SecureField) {
  return inputRequired.elicitUrl({
    url,
    message: `Type the value of ${name} on a page of Agent Secrets. The page shows the code ${code}.`,
  });
}

async function outcomeSoon({ outcome, code }: SecureField, signal: AbortSignal): Promise<Answer> {
  const waiting = new Promise<Answer>((resolve) => {
    const timer = setTimeout(() => resolve({ status: 'waiting', code }), longestWait);
    timer.unref();
    signal.addEventListener('abort', () => resolve({ status: 'waiting', code }), { once: true });
    void outcome.finally(() => clearTimeout(timer));
  });
  return Promise.race([outcome.then((status): Answer => ({ status })), waiting]);
}

function withoutDisplay(name: string): string {
  return `This machine has no display. Ask the user to run \`agent-secrets environment set ${name}\` in a terminal of their own.`;
}
