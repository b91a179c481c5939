/**
 * The oracle for JavaScript and TypeScript, which runs as a separate program. oracle.py describes what it
 * reads and writes, and what counts as an arrival.
 */
import * as asyncHooks from 'node:async_hooks';
import { Buffer } from 'node:buffer';
import * as crypto from 'node:crypto';
import * as events from 'node:events';
import { SourceMap, type SourceMapPayload } from 'node:module';
import process from 'node:process';
import * as querystring from 'node:querystring';
import { posix } from 'node:path';
import { json } from 'node:stream/consumers';
import * as util from 'node:util';
import vm from 'node:vm';
import * as zlib from 'node:zlib';
import { transformSync } from 'esbuild';

interface Program {
  readonly files: Readonly<Record<string, string>>;
  readonly functions: readonly string[];
  readonly calls: number;
}

interface Seen {
  readonly arrivals: readonly (readonly string[])[];
  readonly reads: Readonly<Record<string, readonly string[]>>;
}

/** The modules of Node that programs may import. */
const builtIns: ReadonlyMap<string, object> = new Map<string, object>([
  ['node:crypto', crypto],
  ['node:util', util],
  ['node:events', events],
  ['node:querystring', querystring],
  ['node:async_hooks', asyncHooks],
  ['node:zlib', zlib],
]);
/** Errors of these kinds come from a broken program. Others, including a program's own kinds, may be thrown. */
const brokenKinds = new Set(['TypeError', 'ReferenceError', 'SyntaxError', 'RangeError', 'AssertionError']);
const maximumRuns = 256;
const letters = 16;
const prefix = 'sk_fake_';

/** Returns an obviously fake value. Any sixteen consecutive characters of it are unique. */
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

/** The encodings in which a string may contain a value. */
const ways = ['base64', 'hex'] as const;

function holds(text: string): boolean {
  const words = text.match(/[A-Za-z0-9+/=_-]{24,}/g) ?? [];
  const texts = [
    text,
    ...words.flatMap((word) => ways.map((way) => Buffer.from(word, way).toString('latin1'))),
  ];
  return texts.some((one) => pieces.some((piece) => one.toLowerCase().includes(piece)));
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : util.inspect(value, { depth: 10, maxStringLength: null });
}

/** A program's code as Node runs it, with the original line numbers. */
class Code {
  readonly texts: ReadonlyMap<string, string>;
  readonly #maps = new Map<string, SourceMap>();

  constructor(files: Program['files']) {
    const texts = Object.entries(files).map(([path, text]): readonly [string, string] => {
      if (!path.endsWith('.ts')) return [path, text];
      const { code, map } = transformSync(text, { loader: 'ts', sourcemap: true, sourcefile: path });
      this.#maps.set(path, new SourceMap(JSON.parse(map) as SourceMapPayload));
      return [path, code];
    });
    this.texts = new Map(texts);
  }

  /** Returns the `path:line` locations on a stack that are in the program, innermost first. */
  framesOf(stack: string): readonly string[] {
    return [...stack.matchAll(/([\w/-]+\.c?[jt]s):(\d+):(\d+)/g)].flatMap(
      ([, path = '', line = '', column = '']) =>
        this.texts.has(path) ? [`${path}:${String(this.#lineOf(path, Number(line), Number(column)))}`] : [],
    );
  }

  #lineOf(path: string, line: number, column: number): number {
    const entry = this.#maps.get(path)?.findEntry(line - 1, column - 1);
    return entry !== undefined && 'originalLine' in entry ? entry.originalLine + 1 : line;
  }
}

class Observer {
  readonly arrivals = new Map<string, readonly string[]>();
  readonly reads = new Map<string, Set<string>>();
  readonly #code: Code;

  constructor(code: Code) {
    this.#code = code;
  }

  readonly arrive = (...sent: readonly unknown[]): void => {
    this.arriveAt(new Error('here').stack ?? '', ...sent);
  };

  arriveAt(stack: string, ...sent: readonly unknown[]): void {
    if (!holds(sent.map((value) => shown(value)).join('\n'))) return;
    const frames = this.#code.framesOf(stack);
    this.arrivals.set(frames.join(' '), frames);
  }

  /** Records a read of the secret `name`. Only strings are recorded as names. */
  readonly getSecret = async (name: unknown): Promise<unknown> => {
    const [place = ''] = this.#code.framesOf(new Error('here').stack ?? '');
    const names = this.reads.get(place) ?? new Set();
    this.reads.set(place, names);
    if (typeof name === 'string') names.add(name);
    const secret = typeof name === 'string' ? secrets[name] : undefined;
    return await Promise.resolve(structuredClone(secret ?? values.text));
  };
}

/** Counts through all sequences of choices, like the digits of a number. */
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

function conversationOf({ arrive, getSecret }: Observer): object {
  const state = stateOf({}, arrive);
  return {
    utils: { getSecret },
    log: new Proxy({}, { get: () => arrive }),
    state,
    say: arrive,
    writeMetric: arrive,
  };
}

/** Observes what is written to an object of the state, including to objects that are kept in it. */
function stateOf(kept: object, arrive: Observer['arrive']): object {
  return new Proxy(kept, {
    set: (target, name, value) => {
      arrive(value);
      return Reflect.set(target, name, value);
    },
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      const isPlain = typeof value === 'object' && value !== null && !(Symbol.iterator in value);
      return isPlain ? stateOf(value, arrive) : value;
    },
  });
}

function globalsOf({ arrive }: Observer, { pick }: Choices): object {
  const body = '{"ok": true}';
  const response = {
    ok: true,
    status: 200,
    text: () => Promise.resolve(body),
    json: () => Promise.resolve({ ok: true }),
  };
  return {
    pick,
    unknown: () => ['u1', 'u2'][pick(2)],
    console: new Proxy({}, { get: () => arrive }),
    process: { env: {}, stdout: { write: arrive }, stderr: { write: arrive } },
    fetch: () => Promise.resolve(response),
    Buffer,
    URL,
    URLSearchParams,
    Headers,
    FormData,
    TextEncoder,
    TextDecoder,
    setTimeout,
    structuredClone,
    atob,
    btoa,
  };
}

async function namespaceOf({ texts }: Code, context: vm.Context): Promise<object> {
  const modules = new Map<string, vm.Module>();
  const required = new Map<string, { exports: unknown }>();
  const load = (specifier: string, importer: string): vm.Module => {
    const path = pathFrom(importer, specifier);
    const known = modules.get(path);
    if (known !== undefined) return known;
    const made = moduleOf(path);
    modules.set(path, made);
    return made;
  };
  const moduleOf = (path: string): vm.Module => {
    const builtIn = builtIns.get(path);
    if (builtIn !== undefined) return syntheticModule(builtIn, builtIn, context);
    if (path.endsWith('.json')) return syntheticModule(requireFile(path, ''), {}, context);
    if (path.endsWith('.cjs')) {
      const exported = requireFile(path, '');
      return syntheticModule(exported, Object(exported) as object, context);
    }
    const identifier = texts.has(path) ? path : path.replace(/\.js$/, '.ts');
    return new vm.SourceTextModule(textOf(identifier), {
      context,
      identifier,
      importModuleDynamically: async (specifier) => {
        const module = load(specifier, identifier);
        if (module.status === 'unlinked') await module.link((name, from) => load(name, from.identifier));
        await module.evaluate();
        return module;
      },
    });
  };
  const requireFile = (specifier: string, importer: string): unknown => {
    const path = pathFrom(importer, specifier);
    const text = textOf(path);
    if (path.endsWith('.json')) return vm.runInContext(`(${text})`, context);
    const module = required.get(path) ?? { exports: vm.runInContext('({})', context) };
    if (!required.has(path)) {
      required.set(path, module);
      const execute = vm.compileFunction(text, ['module', 'exports', 'require'], {
        parsingContext: context,
        filename: path,
      });
      Reflect.apply(execute, module.exports, [
        module,
        module.exports,
        (name: string) => requireFile(name, path),
      ]);
    }
    return module.exports;
  };
  const textOf = (path: string): string => {
    const text = texts.get(path);
    if (text === undefined) throw new Error(`There is no module ${path}.`);
    return text;
  };
  const start = load([...texts.keys()][0] ?? '', '');
  await start.link((specifier, { identifier }) => load(specifier, identifier));
  await start.evaluate();
  return start.namespace;
}

function pathFrom(importer: string, specifier: string): string {
  return specifier.startsWith('.') ? posix.join(posix.dirname(importer), specifier) : specifier;
}

function syntheticModule(exported: unknown, named: object, context: vm.Context): vm.Module {
  const names = Object.keys(named).filter((name) => name !== 'default');
  return new vm.SyntheticModule(
    ['default', ...names],
    function fill() {
      this.setExport('default', exported);
      for (const name of names) this.setExport(name, Reflect.get(named, name));
    },
    { context },
  );
}

/** A function in a program. A run calls it `calls` times in the same modules. */
interface Entry {
  readonly code: Code;
  readonly name: string;
  readonly calls: number;
}

async function runOnce({ code, name, calls }: Entry, observer: Observer, choices: Choices): Promise<void> {
  const context = vm.createContext(globalsOf(observer, choices));
  const entry: unknown = Reflect.get(await namespaceOf(code, context), name);
  if (typeof entry !== 'function') throw new Error(`There is no function ${name}.`);
  const conversation = conversationOf(observer);
  for (let call = 0; call < calls; call++) {
    try {
      await Reflect.apply(entry, undefined, [conversation]);
    } catch (error) {
      const thrown = thrownFrom(error);
      if (thrown === undefined || brokenKinds.has(thrown.name)) throw error;
      observer.arriveAt(thrown.stack.slice(thrown.stack.lastIndexOf(thrown.message)), thrown.message);
    }
  }
}

/**
 * Doesn't use `instanceof`, because errors from another context are not instances of this context's classes.
 */
function thrownFrom(error: unknown): { name: string; message: string; stack: string } | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if (!('name' in error && 'message' in error && 'stack' in error)) return undefined;
  return { name: String(error.name), message: String(error.message), stack: String(error.stack) };
}

async function run({ files, functions, calls }: Program): Promise<Seen | { readonly error: string }> {
  try {
    const code = new Code(files);
    const observer = new Observer(code);
    for (const name of functions) {
      const choices = new Choices();
      let runs = 0;
      do {
        if (runs++ === maximumRuns) throw new Error('too many combinations of choices');
        await runOnce({ code, name, calls }, observer, choices);
      } while (choices.next());
    }
    const reads = [...observer.reads].map(([place, names]) => [place, [...names].toSorted()] as const);
    return { arrivals: [...observer.arrivals.values()], reads: Object.fromEntries(reads) };
  } catch (error) {
    const thrown = thrownFrom(error);
    return { error: thrown === undefined ? String(error) : `${thrown.name}: ${thrown.message}` };
  }
}

Error.stackTraceLimit = 50;
// In the format that `run-programs.ts` writes.
const programs = (await json(process.stdin)) as readonly Program[];
const outcomes = [];
for (const program of programs) outcomes.push(await run(program));
process.stdout.write(JSON.stringify(outcomes));
