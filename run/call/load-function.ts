import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { pathToFileURL } from 'node:url';
import { isRecord } from '../../contracts/guards.ts';
import { type CallCommand, CannotRun } from './command-line.ts';
import { type Parameter, parametersIn } from './parameters.ts';

/** A function in the user's file. */
export interface LoadedFunction {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  call(args: readonly unknown[]): unknown;
}

/**
 * Runs the file and finds the function. Returns undefined for a file that exports no function. Rejects with
 * CannotRun, or with whatever the file throws.
 */
export async function loadFunction({ file, functionName }: CallCommand): Promise<LoadedFunction | undefined> {
  requireFile(file);
  const module = await load(file);
  const functions = functionsOf(module);
  const name = functionName ?? defaultName(file, functions);
  if (name === undefined && functions.size === 0) return undefined;
  const found = name === undefined ? undefined : functions.get(name);
  if (name === undefined || found === undefined)
    throw new CannotRun(noFunction(file, name, [...functions.keys()]));
  return {
    name: name === 'default' ? found.name || 'default' : name,
    parameters: parametersOf(file, found),
    call: (args) => found(...args),
  };
}

type AnyFunction = (...args: readonly unknown[]) => unknown;

/** @throws CannotRun */
function requireFile(file: string): void {
  if (!existsSync(file) || !statSync(file).isFile()) throw new CannotRun(`File ${file} not found.`);
  if (/\.[cm]?[jt]s$/.test(file)) return;
  throw new CannotRun(`${file} is not a file that Node can run: .js, .mjs, .cjs, .ts, .mts or .cts.`);
}

async function load(file: string): Promise<unknown> {
  try {
    return await importModule(file);
  } catch (error) {
    throw problemOf(file, error) ?? error;
  }
}

/** Returns the exported functions. CommonJS exports also appear as the default export. */
function functionsOf(module: unknown): ReadonlyMap<string, AnyFunction> {
  const exported = Object.entries(isRecord(module) ? module : {}).filter(
    (entry): entry is [string, AnyFunction] => isFunction(entry[1]),
  );
  return new Map(exported.filter(([name]) => name !== 'module.exports'));
}

function isFunction(value: unknown): value is AnyFunction {
  return typeof value === 'function' && !/^class\b/.test(Function.prototype.toString.call(value));
}

/** Returns the default export, the function with the file's name, or the only function. */
function defaultName(file: string, functions: ReadonlyMap<string, AnyFunction>): string | undefined {
  const words = path.parse(file).name.split(/[^A-Za-z\d]+/);
  const camel = words
    .map((word, at) => (at === 0 ? word : word.slice(0, 1).toUpperCase() + word.slice(1)))
    .join('');
  const [only, another] = functions.keys();
  return ['default', camel].find((name) => functions.has(name)) ?? (another === undefined ? only : undefined);
}

function noFunction(file: string, wanted: string | undefined, names: readonly string[]): string {
  if (wanted === undefined)
    return `${file} exports several functions: ${names.join(', ')}. Choose one with FILE:FUNCTION.`;
  const others = names.length === 0 ? 'It exports none.' : `It exports ${names.join(', ')}.`;
  return `${file} exports no function ${wanted}. ${others}`;
}

/** Reads TypeScript types from the source file, because Node replaces them with spaces. */
function parametersOf(file: string, found: AnyFunction): readonly Parameter[] {
  const text = Function.prototype.toString.call(found);
  const source = readFileSync(file, 'utf8');
  const isTyped = /\.[cm]?ts$/.test(file);
  return parametersIn(text, source, isTyped ? stripTypeScriptTypes(source) : source);
}

/** Explains why Node cannot load the file; undefined if it did and the file then threw. */
function problemOf(file: string, error: unknown): CannotRun | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const [, missing] = /^Cannot find (?:package|module) '([^']+)'/.exec(error.message) ?? [];
  if (/^(?:ERR_)?MODULE_NOT_FOUND$/.test(code) && missing !== undefined) {
    const isPackage = !/^[./]|^[A-Za-z]:\\/.test(missing);
    const remedy = isPackage ? ` Run: npm install ${missing}` : '';
    return new CannotRun(`${file} needs ${missing}, which was not found.${remedy}`);
  }
  if (!(error instanceof SyntaxError) || !isOfLoader(error)) return undefined;
  const line = lineOfProblem(file);
  const where = line === undefined ? `${file}, or a file that it imports` : `${file}:${line}`;
  const version = process.versions.node.split('.')[0] ?? '';
  return new CannotRun(`${where}: Node ${version} cannot read this: ${error.message}.`);
}

/** Whether the module loader threw the error, rather than `JSON.parse` or other code that the file calls. */
function isOfLoader({ stack = '' }: Error): boolean {
  return /^ +at .*\(?node:internal/.test(stack.split('\n').find((line) => /^ +at /.test(line)) ?? '');
}

/**
 * Finds the line with a second check by Node, because the error doesn't contain it. Undefined if the problem
 * is in another file.
 */
function lineOfProblem(file: string): string | undefined {
  try {
    execFileSync(process.execPath, ['--check', file], { stdio: 'pipe', encoding: 'utf8' });
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    return /^.*:(\d+)\r?$/m.exec(said)?.[1];
  }
  return undefined;
}

/** Runs a file and returns its exports. Rejects with whatever the file throws. */
export async function importModule(file: string): Promise<unknown> {
  return import(pathToFileURL(path.resolve(file)).href);
}
