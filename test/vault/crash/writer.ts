import { isRecord } from '../../../contracts/guards.ts';
import { type Answer, ask, type Outcome, outcomeOf, type Question, textOf } from './ask.ts';
import { Fact } from './fact.ts';
import { Kept, type KeptSecret, type KeptVariable } from './kept.ts';
import type { ExpectedEntry, Ledger } from './ledger.ts';
import { oneOf } from './random.ts';

/** How a writer is identified. */
export interface WriterKeys {
  readonly accountId: string;
  readonly adminKey: string;
  readonly agentId: string;
  readonly agentKey: string;
  /** The key of a person, for environment secrets. */
  readonly userKey: string;
}

const mostVariables = 40;
const mostRepeats = 20;

/** Sends changes and reads, one after another, and records what must be true of the vault afterwards. */
export class Writer {
  readonly kept = new Kept();
  readonly keys: WriterKeys;
  readonly #ledger: Ledger;
  readonly #random: () => number;
  #count = 0;

  constructor(keys: WriterKeys, ledger: Ledger, random: () => number) {
    this.keys = keys;
    this.#ledger = ledger;
    this.#random = random;
  }

  /** One random change or read at the vault of this address. */
  step(url: string): Promise<Outcome> {
    const drawn = this.#random();
    const secret = oneOf(this.#random, this.kept.secrets);
    if (drawn < 0.35 || !secret) return this.#create(url);
    if (drawn < 0.55) return this.#rotate(url, secret);
    if (drawn < 0.7) return this.#changeAccess(url, secret);
    if (drawn < 0.85) return this.read(url, secret);
    if (drawn < 0.93) return this.#changeVariable(url);
    return this.#changeTokens(url);
  }

  /** The answer must be one of the possible values. */
  async read(url: string, secret: KeptSecret): Promise<Outcome> {
    const { agentId, agentKey } = this.keys;
    const path = `/v1/agents/${agentId}/secrets/${secret.name}/value`;
    const answer = await ask(url, { method: 'GET', path, key: agentKey });
    this.#noteRead(secret.name, outcomeOf(answer));
    if (!answer || answer.status >= 500) return 'unknown';
    this.#compare(secret, answer);
    return outcomeOf(answer);
  }

  /** The variables of the writer's person, as a sandbox reads them. */
  async readVariables(url: string): Promise<Outcome> {
    const { userKey } = this.keys;
    const started = await ask(url, {
      method: 'POST',
      path: '/v1/me/sandbox-sessions',
      key: userKey,
      body: {},
    });
    if (started?.status !== 201) return outcomeOf(started);
    const key = textOf(started, 'token');
    const answer = await ask(url, { method: 'GET', path: '/v1/sandbox/environment', key });
    if (answer?.status !== 200 || !isRecord(answer.body['variables'])) return outcomeOf(answer);
    for (const { name, value } of this.kept.variables) {
      const seen = answer.body['variables'][name];
      const text = typeof seen === 'string' ? seen : undefined;
      if (!value.wasSeen(text)) this.#ledger.lose(`${name} of ${this.keys.agentId} is not what was sent`);
    }
    return 'acknowledged';
  }

  async #create(url: string): Promise<Outcome> {
    const name = `${this.keys.agentId}-${String((this.#count += 1))}`;
    const value = this.#newValue(name);
    const granted = this.#random() < 0.8;
    const secret = this.kept.newSecret(name, value, granted);
    const body = { name, kind: 'single', value, agentIds: granted ? [this.keys.agentId] : [] };
    const path = `/v1/accounts/${this.keys.accountId}/secrets`;
    const headers = { 'idempotency-key': `create-${name}` };
    for (let attempt = 0; attempt < mostRepeats; attempt += 1) {
      const answer = await this.#change(url, { method: 'POST', path, body, headers });
      const outcome = this.#note({ action: 'secret.create', secretName: name }, answer);
      if (outcome === 'acknowledged') secret.value.is(value);
      // Without any answer the vault itself has exited.
      if (outcome !== 'unknown' || answer === undefined) return this.#touch(secret, outcome);
    }
    return this.#touch(secret, 'unknown');
  }

  async #rotate(url: string, secret: KeptSecret): Promise<Outcome> {
    if (secret.value.sure === undefined) return this.read(url, secret);
    const value = this.#newValue(secret.name);
    const path = this.#pathOf(secret);
    const headers = { 'if-match': '*' };
    const answer = await this.#change(url, { method: 'PATCH', path, body: { value }, headers });
    const outcome = this.#note({ action: 'secret.rotate', secretName: secret.name }, answer);
    if (outcome === 'acknowledged') secret.value.is(value);
    if (outcome === 'unknown') secret.value.maybe(value);
    return this.#touch(secret, outcome);
  }

  async #changeAccess(url: string, secret: KeptSecret): Promise<Outcome> {
    const granted = secret.granted.sure;
    if (secret.value.sure === undefined || granted === undefined) return this.read(url, secret);
    const path = `${this.#pathOf(secret)}/access`;
    const list = await this.#change(url, { method: 'GET', path });
    if (list?.status !== 200) return outcomeOf(list);
    const agents = [this.keys.agentId];
    const headers = { 'if-match': `"${String(list.body['etag'])}"` };
    const body = granted ? { revoke: agents } : { grant: agents };
    const answer = await this.#change(url, { method: 'PATCH', path, body, headers });
    const delta = granted ? { revoked: agents } : { granted: agents };
    const outcome = this.#note({ action: 'access.change', secretName: secret.name, ...delta }, answer);
    if (outcome === 'acknowledged') secret.granted.is(!granted);
    if (outcome === 'unknown') secret.granted.maybe(!granted);
    return this.#touch(secret, outcome);
  }

  async #changeVariable(url: string): Promise<Outcome> {
    const isNew = this.kept.variables.length < mostVariables && this.#random() < 0.5;
    const name = `V${String(this.kept.variables.length)}`;
    const variable = isNew ? this.kept.newVariable(name) : oneOf(this.#random, this.kept.variables);
    if (!variable) return 'refused';
    if (!isNew && variable.value.sure === undefined) return this.readVariables(url);
    return this.#writeVariable(url, variable, isNew);
  }

  async #writeVariable(url: string, variable: KeptVariable, isNew: boolean): Promise<Outcome> {
    const { name, value } = variable;
    const text = this.#newValue(name);
    const path = isNew ? '/v1/me/environment' : `/v1/me/environment/${name}`;
    const body = { value: text, ...(isNew && { name }) };
    const key = this.keys.userKey;
    const answer = await ask(url, { method: isNew ? 'POST' : 'PATCH', path, key, body });
    const action = isNew ? 'environment.create' : 'environment.change';
    const outcome = this.#note({ action, secretName: name }, answer);
    if (outcome === 'acknowledged') value.is(text);
    if (outcome === 'unknown') value.maybe(text);
    return outcome;
  }

  async #changeTokens(url: string): Promise<Outcome> {
    const { accountId, agentId } = this.keys;
    const path = `/v1/accounts/${accountId}/tokens`;
    const token = this.kept.tokens.find(({ active }) => active.sure === true);
    if (token && this.#random() < 0.5) {
      const answer = await this.#change(url, { method: 'DELETE', path: `${path}/${token.id}` });
      const outcome = this.#note({ action: 'token.revoke', agentId }, answer);
      if (outcome === 'acknowledged') token.active.is(false);
      if (outcome === 'unknown') token.active.maybe(false);
      this.kept.touched.add(token);
      return outcome;
    }
    const body = { name: 'further', role: 'agent', agentId };
    const answer = await this.#change(url, { method: 'POST', path, body });
    const outcome = this.#note({ action: 'token.issue', agentId }, answer);
    if (answer && outcome === 'acknowledged') this.#keepToken(answer);
    return outcome;
  }

  #keepToken(answer: Answer): void {
    const token = { id: textOf(answer, 'id'), token: textOf(answer, 'token'), active: new Fact(true) };
    this.kept.tokens.push(token);
    this.kept.touched.add(token);
  }

  #change(url: string, question: Omit<Question, 'key'>): Promise<Answer | undefined> {
    return ask(url, { ...question, key: this.keys.adminKey });
  }

  #note(entry: ExpectedEntry, answer: Answer | undefined): Outcome {
    const outcome = outcomeOf(answer);
    this.#ledger.note(entry, outcome);
    if (answer?.status === 500) this.#ledger.lose(`${entry.action} answers 500`);
    if (outcome === 'refused') {
      this.#ledger.lose(`${entry.action} ${entry.secretName ?? ''} was refused: ${JSON.stringify(answer)}`);
    }
    return outcome;
  }

  #noteRead(secretName: string, outcome: Outcome): void {
    const { agentId } = this.keys;
    this.#ledger.note({ action: 'value.read', secretName, agentId }, outcome);
  }

  #compare(secret: KeptSecret, { status, body }: Answer): void {
    const { name, value, granted } = secret;
    const isThere = status !== 404;
    const isGranted = status === 200;
    const seen = isGranted ? body['value'] : isThere ? value.sure : undefined;
    const text = typeof seen === 'string' ? seen : undefined;
    // Without access it is not visible which of several values is stored.
    const fits = status === 403 || ([200, 404].includes(status) && value.wasSeen(text));
    if (!fits) this.#ledger.lose(`${name} answers ${String(status)} with something that was not sent`);
    if (isThere && !granted.wasSeen(isGranted)) {
      this.#ledger.lose(`${name} answers ${String(status)} against its access list`);
    }
  }

  #touch(secret: KeptSecret, outcome: Outcome): Outcome {
    this.kept.touched.add(secret);
    return outcome;
  }

  #pathOf({ name }: KeptSecret): string {
    return `/v1/accounts/${this.keys.accountId}/secrets/${name}`;
  }

  #newValue(name: string): string {
    return `not-a-real-${name}-${String((this.#count += 1))}`;
  }
}
