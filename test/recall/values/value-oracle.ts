/**
 * The oracle for JavaScript and TypeScript, a program of its own; value_oracle.py describes what it reads and
 * writes, and what counts as an arrival.
 */
import { Buffer } from 'node:buffer';
import * as crypto from 'node:crypto';
import { stripTypeScriptTypes } from 'node:module';
import process from 'node:process';
import { json } from 'node:stream/consumers';
import { inspect } from 'node:util';
import vm from 'node:vm';

interface Program {
  readonly files: Readonly<Record<string, string>>;
  readonly functions: readonly string[];
}

type Outcome = { readonly arrivals: readonly (readonly string[])[] } | { readonly error: string };

const maximumRuns = 64;
const letters = 16;
const prefix = 'sk_fake_';

/** A value that is obviously fake, and of which any sixteen characters occur nowhere else. */
function marked(word: string): string {
  return prefix + Array.from({ length: 10 }, (_, number) => word + String(number).padStart(2, '0')).join('');
}

const values = {
  apiKey: marked('apk'),
  token: marked('tok'),
  text: marked('txt'),
  json: marked('jsn'),
  url: marked('url'),
};
const secrets: Readonly<Record<string, unknown>> = {
  crm_key: values.text,
  booking_creds: {
    API_KEY: values.apiKey,
    TOKEN: values.token,
    base_url: 'https://booking.example.com',
    brand: 'Example Hotels',
  },
  sms_account: JSON.stringify({ token: values.json, region: 'eu' }),
  orders_db: `postgres://orders:${values.url}@db.example.com/orders`,
};
const pieces = Object.values(values).flatMap((value) =>
  Array.from({ length: value.length - prefix.length - letters + 1 }, (_, at) =>
    value.slice(prefix.length + at, prefix.length + at + letters),
  ),
);

function holds(text: string): boolean {
  const words = text.match(/[A-Za-z0-9+/=_-]{24,}/g) ?? [];
  const texts = [text, ...words.map((word) => Buffer.from(word, 'base64').toString('latin1'))];
  return texts.some((one) => pieces.some((piece) => one.toLowerCase().includes(piece)));
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : inspect(value, { depth: 10, maxStringLength: null });
}

class Observer {
  readonly arrivals = new Map<string, readonly string[]>();
  readonly #files: Program['files'];

  constructor(files: Program['files']) {
    this.#files = files;
  }

  readonly arrive = (...sent: readonly unknown[]): void => {
    this.arriveAt(new Error('here').stack ?? '', ...sent);
  };

  arriveAt(stack: string, ...sent: readonly unknown[]): void {
    if (!holds(sent.map((value) => shown(value)).join('\n'))) return;
    const frames = [...stack.matchAll(/([\w-]+\.[jt]s):(\d+):\d+/g)].flatMap(([, path = '', line = '']) =>
      path in this.#files ? [`${path}:${line}`] : [],
    );
    this.arrivals.set(frames.join(' '), frames);
  }
}

/** Counts through all sequences of answers, like the digits of a number. */
class Choices {
  readonly #answers: { answer: number; readonly limit: number }[] = [];
  #position = 0;

  readonly pick = (limit: number): number => {
    const known = this.#answers[this.#position];
    if (known === undefined) this.#answers.push({ answer: 0, limit });
    this.#position++;
    return known?.answer ?? 0;
  };

  next(): boolean {
    this.#position = 0;
    for (let last = this.#answers.at(-1); last !== undefined; last = this.#answers.at(-1)) {
      last.answer++;
      if (last.answer < last.limit) return true;
      this.#answers.pop();
    }
    return false;
  }
}

function conversationOf({ arrive }: Observer): object {
  const state = new Proxy(
    {},
    {
      set: (target, name, value) => {
        arrive(value);
        return Reflect.set(target, name, value);
      },
    },
  );
  return {
    utils: { getSecret: (name: string) => Promise.resolve(structuredClone(secrets[name])) },
    log: new Proxy({}, { get: () => arrive }),
    state,
    say: arrive,
    writeMetric: arrive,
  };
}

function globalsOf({ arrive }: Observer, { pick }: Choices): object {
  const body = '{"ok": true}';
  const response = { ok: true, status: 200, text: () => Promise.resolve(body) };
  return {
    pick,
    console: new Proxy({}, { get: () => arrive }),
    process: { env: {}, stdout: { write: arrive }, stderr: { write: arrive } },
    fetch: () => Promise.resolve(response),
    Buffer,
    URL,
    URLSearchParams,
    structuredClone,
    btoa,
  };
}

async function namespaceOf({ files }: Program, context: vm.Context): Promise<object> {
  const modules = new Map<string, vm.Module>();
  const load = (specifier: string): vm.Module => {
    const path = specifier.replace(/^\.\//, '');
    const known = modules.get(path);
    if (known !== undefined) return known;
    const made = path === 'node:crypto' ? cryptoIn(context) : moduleOf(path);
    modules.set(path, made);
    return made;
  };
  const moduleOf = (path: string): vm.Module => {
    const identifier = path in files ? path : path.replace(/\.js$/, '.ts');
    const text = files[identifier];
    if (text === undefined) throw new Error(`There is no module ${path}.`);
    return new vm.SourceTextModule(identifier.endsWith('.ts') ? stripTypeScriptTypes(text) : text, {
      context,
      identifier,
    });
  };
  const start = load(Object.keys(files)[0] ?? '');
  await start.link((specifier) => load(specifier));
  await start.evaluate();
  return start.namespace;
}

function cryptoIn(context: vm.Context): vm.Module {
  const { createHash, createHmac } = crypto;
  return new vm.SyntheticModule(
    ['createHash', 'createHmac'],
    function fill() {
      this.setExport('createHash', createHash);
      this.setExport('createHmac', createHmac);
    },
    { context },
  );
}

async function runOnce(program: Program, name: string, observer: Observer, choices: Choices): Promise<void> {
  const context = vm.createContext(globalsOf(observer, choices));
  const entry: unknown = Reflect.get(await namespaceOf(program, context), name);
  if (typeof entry !== 'function') throw new Error(`There is no function ${name}.`);
  try {
    await Reflect.apply(entry, undefined, [conversationOf(observer)]);
  } catch (error) {
    const thrown = thrownFrom(error);
    if (thrown?.name !== 'Error') throw error;
    observer.arriveAt(thrown.stack.slice(thrown.stack.lastIndexOf(thrown.message)), thrown.message);
  }
}

/** Errors of another context are no instances of ours. */
function thrownFrom(error: unknown): { name: string; message: string; stack: string } | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if (!('name' in error && 'message' in error && 'stack' in error)) return undefined;
  return { name: String(error.name), message: String(error.message), stack: String(error.stack) };
}

async function run(program: Program): Promise<Outcome> {
  const observer = new Observer(program.files);
  try {
    for (const name of program.functions) {
      const choices = new Choices();
      for (let runs = 1; ; runs++) {
        if (runs > maximumRuns) throw new Error('There are too many ways through it.');
        await runOnce(program, name, observer, choices);
        if (!choices.next()) break;
      }
    }
  } catch (error) {
    const thrown = thrownFrom(error);
    return { error: thrown === undefined ? String(error) : `${thrown.name}: ${thrown.message}` };
  }
  return { arrivals: [...observer.arrivals.values()] };
}

Error.stackTraceLimit = 50;
// As `measure.ts` writes them.
const programs = (await json(process.stdin)) as readonly Program[];
const outcomes: Outcome[] = [];
for (const program of programs) outcomes.push(await run(program));
process.stdout.write(JSON.stringify(outcomes));
