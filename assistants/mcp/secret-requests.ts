import { inputRequired, inputResponse } from '@modelcontextprotocol/server';
import type { SecretOutcome, SecretToRequest } from '../host/assistant-host.ts';
import { AssistantError } from '../host/assistant-error.ts';
import type { SecureField } from '../secure-field/secure-field.ts';
import type { McpHost } from './mcp-host.ts';

/** Clients end a call after a minute at the latest; the model can then call again. In milliseconds. */
const longestWait = 45_000;

/** With more pages at once, users might overlook what they are asked for. */
const mostPages = 3;

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
  readonly #open = new Map<string, Promise<SecureField>>();
  /** The names whose pages the user has not answered. */
  readonly #unanswered = new Set<string>();
  /** How the last page for a name ended, for a second call that the user answers later. */
  readonly #ended = new Map<string, SecretOutcome>();

  constructor(host: McpHost) {
    this.#host = host;
  }

  /** Returns the outcome, or what the client must ask the user first. The page's address is in no outcome. */
  async ask(request: SecretToRequest, { opensPages, inputResponses, signal }: Conversation) {
    const response = inputResponse(inputResponses, 'page');
    const known = this.#open.get(request.name);
    // A new page would have an address that the user has not seen.
    if (opensPages && response.kind === 'elicit' && !known)
      return { answer: { status: this.#ended.get(request.name) ?? ('expired' as const) } };
    if (!known && this.#unanswered.size >= mostPages) throw new AssistantError(tooMany(this.#unanswered));
    const opened = known ?? this.#openField(request);
    const field = await opened;
    if (opensPages) {
      if (response.kind !== 'elicit')
        return { ask: inputRequired({ inputRequests: { page: pageFor(request, field) } }) };
      if (response.action !== 'accept') {
        field.close();
        this.#forget(request, opened);
        // The user may have saved a value before they declined.
        const status = (await field.outcome) === 'saved' ? ('saved' as const) : ('declined' as const);
        this.#ended.set(request.name, status);
        return { answer: { status } };
      }
    } else if (!known && !this.#host.showPage(field.url)) {
      field.close();
      this.#forget(request, opened);
      throw new AssistantError(withoutDisplay(request.name));
    }
    const answer = await outcomeSoon(field, signal);
    if (answer.status !== 'waiting') {
      this.#forget(request, opened);
      this.#ended.set(request.name, answer.status);
    }
    return { answer };
  }

  /** Ends all pages. */
  close(): void {
    for (const opened of this.#open.values())
      void opened.then(
        (field) => field.close(),
        () => undefined,
      );
  }

  /** Set before the page is open, so that a concurrent call does not open a second page. */
  #openField(request: SecretToRequest): Promise<SecureField> {
    const opened = this.#host.openField(request);
    this.#open.set(request.name, opened);
    this.#ended.delete(request.name);
    this.#unanswered.add(request.name);
    void this.#watch(request, opened);
    return opened;
  }

  async #watch(request: SecretToRequest, opened: Promise<SecureField>): Promise<void> {
    const outcome = await opened.then((field) => field.outcome).catch(() => 'failed' as const);
    this.#unanswered.delete(request.name);
    // The other outcomes stay until a call has returned them.
    if (outcome === 'expired' || outcome === 'failed') this.#forget(request, opened);
  }

  #forget({ name }: SecretToRequest, opened: Promise<SecureField>): void {
    if (this.#open.get(name) === opened) this.#open.delete(name);
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

function tooMany(names: ReadonlySet<string>): string {
  return `The user has not answered the pages for ${[...names].join(', ')} yet. Call this tool again for one of these names, which waits for the user, before you request another value.`;
}

function withoutDisplay(name: string): string {
  return `This machine has no display. Ask the user to run \`agent-secrets environment set ${name}\` in a terminal of their own.`;
}
