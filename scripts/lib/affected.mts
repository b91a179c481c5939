import path from 'node:path';
import { functionsWith, requestsTo } from './route-requests.mts';

/** What a change can affect: everything (because of one changed file), or only these tests. */
export type Affected = { readonly everythingBecause: string } | { readonly tests: readonly string[] };

/** Files that decide how everything is built, installed or tested. */
const decidesAll =
  /^(package(-lock)?\.json|\.npmrc|esbuild\.mjs|vitest\.config\.mts|tsconfig.*\.json|scripts\/.*|\.ci\/.*)$|\/tsconfig\.json$/;

const isCode = /\.(ts|mts|mjs|js)$/;
const isTest = /^test\/(?!e2e\/|desktop\/|bench\/|screenshots\/).*\.test\.ts$/;
/** Tests that read the entire repository. */
const readsAll = /^test\/repo\/(?!.*\.process\.).*\.test\.ts$/;

/** Files that a program has many of, and that work independently of each other. */
const partPatterns = [
  /^analysis\/rules\/([\w-]+)\.ts$/,
  /^vault\/routes\/([\w-]+)\.ts$/,
  /^webview\/([\w-]+)\/main\.ts$/,
];

/**
 * The tests that a change can affect, except end-to-end tests. A file depends on every file that is named in
 * one of its string literals: in an import, as the start of a program or bundle, or as data. A program that
 * assembles parts (rules, routes, panels) does not depend on its parts in this sense: when a part changes,
 * only tests that name the part run, because any other test would have to name it to notice the change. A test
 * names a route if it, or a function of the test support or the client that it calls, contains the address.
 * @param texts of all files, by path from the root
 */
export function affectedBy(texts: ReadonlyMap<string, string>, changed: readonly string[]): Affected {
  const deciding = changed.find((file) => decidesAll.test(file));
  if (deciding !== undefined) return { everythingBecause: deciding };
  const paths = [...new Set([...texts.keys(), ...changed])];
  const bundles = entryPoints(texts.get('esbuild.mjs') ?? '');
  const uses = new Map(
    [...texts]
      .filter(([file]) => isCode.test(file))
      .map((entry) => [entry[0], usesOf(entry, paths, texts, bundles)]),
  );
  const users = reversed(uses);
  const isAssembler = (file: string) =>
    partPatterns.some((kind) => [...(uses.get(file) ?? [])].filter((one) => kind.test(one)).length >= 5);

  const reached = new Set(changed);
  /** Files that a change reaches only through assemblers. */
  const assembled = new Set<string>();
  const words = new Set<string>();
  const routes = new Set<string>();
  for (const file of reached) {
    const isPart = partPatterns.some((kind) => kind.test(file));
    for (const user of users.get(file) ?? []) {
      if (!isPart || !isAssembler(user)) {
        reached.add(user);
        continue;
      }
      assembled.add(user);
      if (file.startsWith('vault/routes/')) routes.add(file);
      else words.add(nameOf(file).toLowerCase());
    }
  }
  for (const file of assembled) for (const user of users.get(file) ?? []) assembled.add(user);
  const requests = [...routes].map((route) => requestsTo(texts.get(route) ?? ''));
  const isRequest = (text: string) => requests.some((isIn) => isIn(text));
  const isOwn = (file: string) => [...routes].some((route) => file.includes(`/routes/${nameOf(route)}.`));
  const callers = routes.size > 0 ? callersOf(isRequest, texts, users) : [];
  const names = (file: string) => {
    const own = texts.get(file) ?? '';
    if (isOwn(file) || isRequest(own)) return true;
    if (callers.some(({ isCalled, by }) => by.has(file) && isCalled(own))) return true;
    const data = [...(uses.get(file) ?? [])].filter((one) => one.startsWith('test/'));
    const text = [file, ...data.filter((one) => !isCode.test(one))]
      .map((one) => texts.get(one) ?? '')
      .join('\n')
      .toLowerCase();
    return [...words].some((word) => text.includes(word));
  };
  const isAffected = (file: string) =>
    reached.has(file) || readsAll.test(file) || (assembled.has(file) && names(file));
  return { tests: paths.filter((file) => texts.has(file) && isTest.test(file) && isAffected(file)) };
}

/** The files that a file's string literals name. */
function usesOf(
  [file, text]: readonly [string, string],
  paths: readonly string[],
  texts: ReadonlyMap<string, string>,
  bundles: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  const isTestCode = /^(test|scripts)\//.test(file);
  const uses = new Set<string>();
  const add = (target: string, isFolder: boolean): void => {
    if (texts.has(target)) uses.add(target);
    else if (isFolder) for (const one of within(target, paths)) uses.add(one);
  };
  for (const [, steps = ''] of isTestCode ? text.matchAll(/\bimport\.meta\.dirname,([^()]*)\)/g) : []) {
    const names = [...steps.matchAll(/'([^']*)'/g)].map(([, name = '']) => name);
    add(path.posix.join(path.posix.dirname(file), ...names), true);
  }
  for (const line of text.split('\n')) {
    for (const [, , literal = ''] of line.matchAll(/(['"`])([^'"`\s]{2,200})\1/g)) {
      const isRelative = literal.startsWith('.');
      const bundle = bundles.get(path.basename(literal, '.js'));
      if (bundle && literal.endsWith('.js') && (isTestCode || literal.startsWith('./'))) uses.add(bundle);
      if (!isRelative && !isTestCode) continue;
      const target = path.posix.normalize(isRelative ? `${path.posix.dirname(file)}/${literal}` : literal);
      add(target, literal.includes('/') || /join\(|resolve\(|bundle\w*\(/.test(line));
    }
  }
  return uses;
}

/** The files in a folder, or the files that a template such as `webview/${panel}/main.ts` can name. */
function within(target: string, paths: readonly string[]): readonly string[] {
  const folder = target.replace(/\/$/, '');
  if (/^(\.|\.\.\/.*|\.\.|test)$/.test(folder)) return [];
  if (!folder.includes('${')) return paths.filter((one) => one.startsWith(`${folder}/`));
  if (folder.startsWith('${')) return [];
  const pieces = folder.split(/\$\{[^}]*\}/).map((piece) => piece.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`^${pieces.join('[^/]*')}$`);
  return paths.filter((one) => pattern.test(one));
}

/** The entry point of each bundle in dist/, by the bundle's name. */
function entryPoints(builder: string): ReadonlyMap<string, string> {
  const rows = builder.matchAll(/^ {2}'?([\w/-]+)'?: \{[^}]*?entryPoints: \['([^']+)'\]/gm);
  return new Map([...rows].map(([, name = '', entry = '']) => [path.basename(name), entry]));
}

function reversed(uses: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<string, ReadonlySet<string>> {
  const users = new Map<string, Set<string>>();
  for (const [file, used] of uses) {
    for (const one of used) {
      const those = users.get(one) ?? new Set<string>();
      users.set(one, those.add(file));
    }
  }
  return users;
}

function nameOf(part: string): string {
  return partPatterns.map((kind) => kind.exec(part)?.[1]).find((one) => one !== undefined) ?? part;
}

interface Caller {
  readonly isCalled: (text: string) => boolean;
  /** Files that can call it. */
  readonly by: ReadonlySet<string>;
}

/** The functions of the test support and of the client that send such a request, also through others. */
function callersOf(
  isRequest: (text: string) => boolean,
  texts: ReadonlyMap<string, string>,
  users: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Caller[] {
  const clientUsers = new Set<string>();
  for (const [file, those] of users) if (isClient(file)) for (const one of those) clientUsers.add(one);
  const callers = new Map<string, Caller>();
  const add = (file: string, name: string): void => {
    if (callers.has(`${file} ${name}`)) return;
    const call = new RegExp(isClient(file) ? `\\.${name}\\(` : `\\b${name}\\b`);
    const isCalled = (text: string) => call.test(text);
    const by = new Set([...((isClient(file) ? clientUsers : users.get(file)) ?? []), file]);
    callers.set(`${file} ${name}`, { isCalled, by });
    for (const user of [...by].filter(isSupport))
      for (const caller of functionsWith(isCalled, texts.get(user) ?? '')) add(user, caller);
  };
  for (const [file, text] of texts)
    if (isSupport(file)) for (const name of functionsWith(isRequest, text)) add(file, name);
  return [...callers.values()];
}

function isSupport(file: string): boolean {
  return isCode.test(file) && /^(test|vault-client)\//.test(file) && !file.endsWith('.test.ts');
}

function isClient(file: string): boolean {
  return file.startsWith('vault-client/');
}
