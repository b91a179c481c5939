import type { CatalogSecret } from '../../contracts/catalog.ts';
import { type ReadingFunction, readingFunctions } from './reading-functions.ts';
import { className, literals } from './spelling.ts';

/** What a type checker has to let pass: these types say more than the modules that they stand for. */
const header = `# Written by \`agent-secrets types\` from the names and fields of a catalog. Do not edit.
# mypy: ignore-errors
# pyright: reportIncompatibleMethodOverride=false, reportInvalidTypeVarUse=false
`;

/** Under its own name, so that nothing of the module is hidden. */
const typing = '_agent_secrets_typing';

/**
 * A generated module as a stub in which every function that reads a secret tells what the value of each
 * secret is. Undefined when the module has no such function.
 */
export function typeStub(moduleText: string, secrets: readonly CatalogSecret[]): string | undefined {
  const text = moduleText.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
  const functions = readingFunctions(text);
  if (functions.length === 0) return undefined;
  const shapes = shapesOf(secrets, text);
  let stub = '';
  let end = 0;
  for (const one of functions) {
    stub += text.slice(end, one.span.start) + overloads(one, shapes);
    end = one.span.end;
  }
  return withDeclarations(stub + text.slice(end), shapes);
}

/** Secrets whose values have one type. */
interface Shape {
  /** Of the values. */
  readonly type: string;
  /** Stands for the names. */
  readonly variable: string;
  readonly names: readonly string[];
  /** Empty for plain texts. */
  readonly fields: readonly string[];
}

function shapesOf(secrets: readonly CatalogSecret[], text: string): readonly Shape[] {
  const granted = secrets.filter(({ access }) => access === 'granted').toSorted(byName);
  const singles = granted.filter(({ kind }) => kind === 'single').map(({ name }) => name);
  const single = { type: 'str', variable: '_SingleSecret', names: singles, fields: [] };
  const dictionaries = dictionariesOf(granted, new Set(text.match(/\w+/g)));
  return singles.length === 0 ? dictionaries : [single, ...dictionaries];
}

/** Secrets with the same fields share a type: code often chooses between two of them. */
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

/** The last one is the function as it was: a name that is not known here is no error. */
function overloads(one: ReadingFunction, shapes: readonly Shape[]): string {
  const { head, receiver, parameter, result = 'Any', indentation } = one;
  const before = receiver === '' ? '' : `${receiver}, `;
  if (shapes.length === 0) return `${head}(${before}${parameter}: str) -> ${typed(result)}: ...`;
  const each = (type: string, value: string): string =>
    `@${typing}.overload\n${indentation}${head}(${before}${parameter}: ${type}) -> ${value}: ...`;
  const known = shapes.map(({ variable, type }) => each(variable, type));
  return [...known, each('str', typed(result))].join(`\n\n${indentation}`);
}

function typed(result: string): string {
  return result === 'Any' ? `${typing}.Any` : result;
}

/** After the module's documentation and its imports from the future. */
function withDeclarations(text: string, shapes: readonly Shape[]): string {
  const start =
    /^(?:\s*#[^\n]*\n|\s*\n|\s*(?:"""[^]*?"""|'''[^]*?''')[^\n]*\n|from __future__ [^\n]*\n)*/.exec(text);
  const at = start?.[0].length ?? 0;
  const declarations = [`import typing as ${typing}`, ...shapes.map(declaration)].join('\n');
  return `${header}${text.slice(0, at)}${declarations}\n\n${text.slice(at)}`;
}

/**
 * Names and fields are bounds of type variables, not `Literal` parameters: a type checker judges by them
 * all the same, but its completion does not list them beside ours.
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
