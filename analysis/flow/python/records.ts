import type { SyntaxNode } from '@lezer/common';
import { argumentsOf, callOf, childrenOf } from '../../syntax/python/syntax.ts';
import { type CallSite, callSitesOf } from './call-sites.ts';
import { basesOf, descendantsOf, type KnownClass } from './classes.ts';
import type { Frame, Origin, OriginFinder } from './origin.ts';
import { decoratorsOf } from './scope.ts';

/**
 * Matches code that makes a record's constructor accept arguments other than its fields. Uses the text alone.
 */
const makesOwnConstructor = /\b(?:__init__|__new__|__post_init__|InitVar|ClassVar|KW_ONLY|kw_only|init\s*=)/;

/** Whether the constructor of a class accepts its fields, as with `@dataclass` or `NamedTuple`. */
export function isRecord({ definition, finder }: KnownClass): boolean {
  return isDataclass({ definition, finder }) || isNamedTuple({ definition, finder });
}

function isDataclass({ definition, finder: { module } }: KnownClass): boolean {
  const [decorator, more] = decoratorsOf(module.text, definition);
  const isOnly = decorator !== undefined && more === undefined;
  return (
    isOnly &&
    /^(?:dataclasses\.)?dataclass(?:\([^)]*\))?$/.test(decorator) &&
    basesOf(module, definition).length === 0
  );
}

/** Whether the class is a `NamedTuple`. Its class attributes do not hold the values of its fields. */
export function isNamedTuple({ definition, finder: { module } }: KnownClass): boolean {
  const [base, more] = basesOf(module, definition);
  return more === undefined && /^(?:typing\.)?NamedTuple$/.test(base ?? '');
}

export function isField({ definition, finder }: KnownClass, name: string): boolean {
  return fieldsOf(finder, definition).some((field) => field.name === name);
}

/** The class that `object` is an instance of, and how the instance was created, if known. */
interface Instance extends KnownClass {
  readonly object: Origin;
}

/** Returns the value of a record field. Undefined if some way of creating the record is unknown. */
export function fieldOrigins(instance: Instance, name: string): readonly Origin[] | undefined {
  const { definition, finder, object } = instance;
  const code = finder.module.textOf(definition);
  if (makesOwnConstructor.test(code) || descendantsOf(instance)?.length !== 0) return undefined;
  const fields = fieldsOf(finder, definition);
  const position = fields.findIndex((field) => field.name === name);
  const sites = waysToMake(instance, object);
  const field = fields[position];
  if (field === undefined || sites === undefined || sites.length === 0) return undefined;
  const found: Origin[] = [];
  for (const site of sites) {
    const given = givenTo(site, field, position, finder);
    if (given === undefined) return undefined;
    found.push(...given);
  }
  return found;
}

interface Made extends CallSite {
  readonly frame: Frame | undefined;
}

/**
 * `Names("a").key` shows how the instance was created, but the instance in `self.key` may have been created
 * anywhere.
 */
function waysToMake({ definition, finder }: KnownClass, object: Origin): readonly Made[] | undefined {
  if (callOf(object.node) !== undefined) {
    return [{ call: object.node, finder: object.finder, frame: object.frame }];
  }
  return callSitesOf(finder, definition)?.map((site) => ({
    call: site.call,
    finder: site.finder,
    frame: undefined,
  }));
}

interface Field {
  readonly name: string;
  readonly fallback: SyntaxNode | undefined;
}

/** `name: str = "a"`, in order. */
function fieldsOf({ module }: OriginFinder, definition: SyntaxNode): readonly Field[] {
  const body = definition.getChild('Body');
  return (body?.getChildren('AssignStatement') ?? []).flatMap((statement) => {
    const [name, type, operator, value] = childrenOf(statement);
    if (name?.name !== 'VariableName' || type?.name !== 'TypeDef') return [];
    return [{ name: module.textOf(name), fallback: operator?.name === 'AssignOp' ? value : undefined }];
  });
}

function givenTo(
  { call, finder, frame }: Made,
  { name, fallback }: Field,
  position: number,
  home: OriginFinder,
): readonly Origin[] | undefined {
  const parts = callOf(call);
  if (parts === undefined) return undefined;
  const given = argumentsOf(finder.module.text, parts.list);
  if (given.some(({ star, value }) => star !== undefined || value === undefined)) return undefined;
  const positional = given.filter(({ keyword }) => keyword === undefined);
  const named = given.find(({ keyword }) => keyword !== undefined && finder.module.textOf(keyword) === name);
  const value = named?.value ?? positional[position]?.value;
  if (value !== undefined) return finder.of(value, frame);
  return fallback === undefined ? undefined : defaultOrigins(home, fallback);
}

/** `field(default="a")` stands for `"a"`. */
function defaultOrigins(finder: OriginFinder, fallback: SyntaxNode): readonly Origin[] {
  const call = callOf(fallback);
  const isMade = call !== undefined && /^(?:dataclasses\.)?field$/.test(finder.module.textOf(call.callee));
  const given = isMade ? argumentsOf(finder.module.text, call.list) : [];
  const written = given.find(
    ({ keyword }) => keyword !== undefined && finder.module.textOf(keyword) === 'default',
  );
  return finder.of(written?.value ?? fallback);
}
