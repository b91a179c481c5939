import Type from 'typebox';
import { CatalogAnswer } from '../../contracts/vault-api/catalog.ts';
import type { VaultApp } from '../plugins/vault-app.ts';
import { CatalogMemory, readCatalog } from '../domain/secrets/catalog.ts';
import type { Vault } from '../domain/context/vault.ts';
import { callerOf } from '../plugins/authenticate.ts';
import { AgentParams, answers } from './answers.ts';
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { ProblemError } from '../errors/errors.ts';

export function addCatalogRoutes(app: VaultApp, vault: Vault): void {
  const memory = new CatalogMemory();
  const unread = new UnreadAnswers();
  app.get('/v1/agents/:agentId/catalog', {
    config: { access: 'catalog:read' },
    schema: {
      operationId: 'readCatalog',
      summary: 'The names and kinds of the secrets, and which of them an agent can read',
      params: AgentParams,
      headers: Type.Object({ 'if-none-match': Type.Optional(Type.String()) }),
      response: { ...answers(200, CatalogAnswer), 304: Type.Null({ description: 'Nothing has changed' }) },
    },
    handler: async (request, reply) => {
      const known = request.headers['if-none-match'];
      const { agentId } = request.params;
      const caller = callerOf(request);
      const { etag, catalog } = await readCatalog(vault, memory, caller, agentId, known);
      reply.header('etag', etag);
      if (!catalog) return reply.code(304).send(null);
      // A catalog can have 100,000 secrets, so every response sends the same bytes without copying them.
      const head = Buffer.from(`${JSON.stringify(catalog.head).slice(0, -1)},"secrets":`);
      reply.type('application/json; charset=utf-8');
      return unread.send(caller.id, reply, [head, catalog.secrets, Buffer.from('}')]);
    },
  });
}

/**
 * Large responses that one key may leave unread at a time: the operating system buffers up to 4 MiB of each.
 */
const mostOfOneKey = 16;
/** Enough time for the largest catalog over a slow connection. */
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
      throw new ProblemError('TooManyRequests', 'Read the responses to your other requests first.', 1);
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
