import type { CatalogSecret } from '../../contracts/catalog.ts';
import type { Span } from '../model/parsed-file.ts';
import { conversationUtils } from './conversation-utils.ts';
import { type ReadingFunction, readingFunctions } from './reading-functions.ts';

/**
 * The errors that type checkers must ignore. They occur because these types are more specific than the
 * modules that they describe.
 */
const header = `# Written by \`agent-secrets types\` from the names and fields of a catalog. Do not edit.
# mypy: ignore-errors
# pyright: reportIncompatibleMethodOverride=false, reportInvalidTypeVarUse=false
`;

/** Imported under a separate name, so that it shadows no name in the module. */
const typing = '_agent_secrets_typing';

/** A class with the function that `conv.utils` provides. */
export interface UtilsClass {
  /** The module to import the class from, relative to the importing module. */
  readonly module: string;
  readonly name: string;
}

/** Returns the name of such a class in the module, if there is one. */
export function utilsClassIn(moduleText: string): string | undefined {
  return readingFunctions(plain(moduleText)).find(isOfUtils)?.className;
}

/**
 * Creates a stub for a generated module. In it, every function that reads a secret has a type for the value
 * of each secret, and `conv` has a `utils` with these functions. They come from this module, from another
 * module, or are generated, in that order of preference. Undefined if there is nothing to add.
 */
export function typeStub(
  moduleText: string,
  secrets: readonly CatalogSecret[],
  elsewhere?: UtilsClass,
): string | undefined {
  const text = plain(moduleText);
  const functions = readingFunctions(text);
  const shapes = shapesOf(secrets, text);
  const utils = utilsFor(text, functions, elsewhere, shapes);
  if (functions.length === 0 && utils === undefined) return undefined;
  const edits = [
    ...functions.map((one) => ({ span: one.span, put: overloads(one, shapes) })),
    ...(utils ? [utils] : []),
  ].toSorted((one, other) => one.span.start - other.span.start);
  let stub = '';
  let end = 0;
  for (const { span, put } of edits) {
    stub += text.slice(end, span.start) + put;
    end = span.end;
  }
  const known = functions.length > 0 || utils?.isMadeUp === true ? shapes.map(declaration) : [];
  return withDeclarations(stub + text.slice(end), [...known, ...(utils ? [utils.head] : [])]);
}

function plain(moduleText: string): string {
  return moduleText.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
}

function isOfUtils(one: ReadingFunction): boolean {
  return one.className !== '' && one.head === 'def get_secret';
}

interface UtilsEdit {
  readonly span: Span;
  readonly put: string;
  /** The declarations that the module needs at the top. */
  readonly head: string;
  readonly isMadeUp: boolean;
}

/** Undefined if `conv.utils` already has a type in the module, or if the module has no `conv`. */
function utilsFor(
  text: string,
  functions: readonly ReadingFunction[],
  elsewhere: UtilsClass | undefined,
  shapes: readonly Shape[],
): UtilsEdit | undefined {
  const declared = conversationUtils(text);
  if (!declared) return undefined;
  const { span, declaration: before, type } = declared;
  const here = functions.find(isOfUtils)?.className;
  const isUnknown = type === '' || /^(?:typing\.)?Any$/.test(type);
  const edit = (name: string, head: string, isMadeUp: boolean): UtilsEdit => ({
    span,
    put: `${before}${name}`,
    head,
    isMadeUp,
  });
  if (here !== undefined) return isUnknown ? edit(here, '', false) : undefined;
  if (elsewhere) {
    return edit(madeUp, `from ${elsewhere.module} import ${elsewhere.name} as ${madeUp}`, false);
  }
  return isUnknown ? edit(madeUp, madeUpClass(shapes), true) : undefined;
}

const madeUp = '_AgentSecretsUtils';

function madeUpClass(shapes: readonly Shape[]): string {
  const method = { indentation: '    ', head: 'def get_secret', receiver: 'self', parameter: 'secret_name' };
  return [
    `class ${madeUp}:`,
    `    ${overloads({ ...method, result: undefined }, shapes)}`,
    `    def __getattr__(self, name: str) -> ${typing}.Any: ...`,
  ].join('\n');
}

/** A group of secrets whose values have the same type. */
interface Shape {
  /** The type of the values. */
  readonly type: string;
  /** The type variable for the names. */
  readonly variable: string;
  readonly names: readonly string[];
  /** Empty for plain strings. */
  readonly fields: readonly string[];
}

function shapesOf(secrets: readonly CatalogSecret[], text: string): readonly Shape[] {
  const granted = secrets.filter(({ access }) => access === 'granted').toSorted(byName);
  const singles = granted.filter(({ kind }) => kind === 'single').map(({ name }) => name);
  const single = { type: 'str', variable: '_SingleSecret', names: singles, fields: [] };
  const dictionaries = dictionariesOf(granted, new Set(text.match(/\w+/g)));
  return singles.length === 0 ? dictionaries : [single, ...dictionaries];
}

/** Secrets with the same fields share a type, because code often chooses between two of them. */
function dictionariesOf(secrets: readonly CatalogSecret[], taken: Set<string>): readonly Shape[] {
  const shapes = new Map<string, Shape>();
  for (const { name, kind, fields } of secrets) {
    if (kind !== 'key_value' || fields.length === 0) continue;
    const key = literals(fields);
    const known = shapes.get(key);
    const type = known?.type ?? className(name, taken);
    taken.add(type);
    shapes.set(key, { type, variable: `_${type}Name`, names: [...(known?.names ?? []), name], fields });
  }
  return [...shapes.values()];
}

function byName(one: CatalogSecret, other: CatalogSecret): number {
  return one.name < other.name ? -1 : Number(one.name > other.name);
}

type ReadingHead = Omit<ReadingFunction, 'span' | 'className'>;

/** The last overload has the original signature, so that an unknown name is not an error. */
function overloads(one: ReadingHead, shapes: readonly Shape[]): string {
  const { head, receiver, parameter, result = 'Any', indentation } = one;
  const before = receiver === '' ? '' : `${receiver}, `;
  if (shapes.length === 0) return `${head}(${before}${parameter}: str) -> ${typed(result)}: ...`;
  const each = (type: string, value: string): string =>
    `@${typing}.overload\n${indentation}${head}(${before}${parameter}: ${type}) -> ${value}: ...`;
  const known = shapes.map(({ variable, type }) => each(variable, type));
  return [...known, each('str', typed(result))].join(`\n\n${indentation}`);
}

/**
 * If the type were a union of string and dictionary, a type checker would reject code that is correct for one
 * of them.
 */
function typed(result: string): string {
  return result === 'Any' || /\||\bUnion\b/.test(result) ? `${typing}.Any` : result;
}

/** Inserts the declarations after the module docstring and the `__future__` imports. */
function withDeclarations(text: string, lines: readonly string[]): string {
  const start =
    /^(?:\s*#[^\n]*\n|\s*\n|\s*(?:"""[^]*?"""|'''[^]*?''')[^\n]*\n|from __future__ [^\n]*\n)*/.exec(text);
  const at = start?.[0].length ?? 0;
  const declarations = [`import typing as ${typing}`, ...lines.filter((line) => line !== '')].join('\n');
  return `${header}${text.slice(0, at)}${declarations}\n\n${text.slice(at)}`;
}

/**
 * Names and fields are bounds of type variables rather than `Literal` parameters. Type checkers treat both
 * alike, but do not add bounds to completion lists in addition to our own items.
 */
function declaration({ type, variable, names, fields }: Shape): string {
  const name = variableOf(variable, names);
  if (fields.length === 0) return name;
  const field = `_${type}Field`;
  return [
    name,
    variableOf(field, fields),
    `class ${type}(${typing}.Dict[str, str]):`,
    `    def __getitem__(self, key: ${field}) -> str: ...`,
  ].join('\n');
}

function variableOf(name: string, values: readonly string[]): string {
  return `${name} = ${typing}.TypeVar("${name}", bound=${typing}.Literal[${literals(values)}])`;
}

/** Converts strings to Python literals, in order. JSON escapes are also valid in Python. */
function literals(texts: readonly string[]): string {
  return [...new Set(texts)]
    .toSorted()
    .map((text) => JSON.stringify(text))
    .join(', ');
}

/** Converts `crm_oauth` to `CrmOauthSecret`, or to `CrmOauthSecret2` if that name is taken. */
function className(name: string, taken: ReadonlySet<string>): string {
  const words = name.split(/[^A-Za-z\d]+/).filter((word) => word !== '');
  const title = words.map(titled).join('');
  const usual = `${title.replace(/^(?=\d)/, 'The')}Secret`;
  let free = usual;
  for (let number = 2; taken.has(free); number++) free = `${usual}${number}`;
  return free;
}

function titled(word: string): string {
  const rest = word === word.toUpperCase() ? word.slice(1).toLowerCase() : word.slice(1);
  return word.charAt(0).toUpperCase() + rest;
}
