import type { SyntaxNode } from '@lezer/common';
import { canPass } from '../answers.ts';
import { atAnotherTime, type Choices, keyOfChoices, partOf, together } from '../choices.ts';
import type { Answers, Question } from '../question.ts';
import { nextOfCall, nextOfNew } from './call-origins.ts';
import { nextOfThis, staticMember } from './class-origins.ts';
import { keyNames, literalText, nextOfCollection } from './collection-origins.ts';
import { exportedFrom } from './exports.ts';
import type { JavaScriptModule } from './module.ts';
import {
  alternatives,
  atAnyTime,
  type Key,
  type OriginFinder,
  type OtherModules,
  type FlowPlace,
  keyOfPlace,
  placeOf,
  stepTo,
} from './origin.ts';
import {
  branches,
  defaultingParts,
  indexOf,
  isSameNode,
  keyOf,
  unwrapped,
} from '../../syntax/javascript/syntax.ts';
import { allBefore, passedBefore } from './passed-conditions.ts';
import { nextOfDefinition, nextOfName } from './variable-origins.ts';

/** The maximum number of places per question. Beyond that, the result is unknown. */
const maximumPlaces = 200;

/** Follows the values of one module. Each expression is followed once. */
export class Origins implements OriginFinder {
  readonly module: JavaScriptModule;
  readonly others: OtherModules;
  readonly question: Question;
  readonly id: number;
  readonly #known: Answers<readonly FlowPlace[]> = new Map();
  readonly #exported: Answers<readonly FlowPlace[] | undefined> = new Map();

  constructor(module: JavaScriptModule, others: OtherModules, question: Question) {
    this.module = module;
    this.others = others;
    this.question = question;
    this.id = question.numberModule();
  }

  of(expression: SyntaxNode): readonly FlowPlace[] {
    return this.once(placeOf(this, expression));
  }

  once(place: FlowPlace): readonly FlowPlace[] {
    const itself = { again: [place], tooFar: [place] };
    return this.question.follow(this.#known, keyOfPlace(place), itself, () => this.follow(place));
  }

  follow(place: FlowPlace): readonly FlowPlace[] {
    const found: FlowPlace[] = [];
    const seen = new Set<string>();
    const waiting = [place];
    for (const next of waiting) {
      if (seen.size > maximumPlaces) return [place];
      const key = keyOfPlace(next);
      if (seen.has(key)) continue;
      seen.add(key);
      if (!this.question.step()) return [place];
      const further = nextOf(next);
      if (further === undefined) found.push(next);
      else waiting.push(...further.map((one) => (one.choices === next.choices ? one : partOf(one, next))));
    }
    return found.length === 0 ? [place] : merged(found);
  }

  exported(name: string): readonly FlowPlace[] | undefined {
    const unanswered = { again: undefined, tooFar: undefined };
    const key = `${this.id}\nexport ${name}`;
    return this.question.follow(this.#exported, key, unanswered, () => exportedFrom(this, name));
  }
}

/** What several alternatives lead to does not depend on the choice. */
function merged(found: readonly FlowPlace[]): readonly FlowPlace[] {
  const distinct = new Map<string, FlowPlace>();
  for (const place of found) {
    const { choices: _, ...whole } = place;
    const key = keyOfPlace(whole);
    distinct.set(key, distinct.has(key) ? { ...whole, choices: atAnotherTime } : place);
  }
  return [...distinct.values()];
}

/** Returns the places that a place leads to. Undefined if it leads no further. */
function nextOf(place: FlowPlace): readonly FlowPlace[] | undefined {
  const node = unwrapped(place.node);
  if (!isSameNode(node, place.node)) return [stepTo(place, node)];
  switch (node.name) {
    case 'VariableName':
      return narrowed(place, nextOfName(place));
    case 'VariableDefinition':
      return nextOfDefinition(place);
    case 'AwaitExpression':
      return node.lastChild ? [stepTo(place, node.lastChild)] : undefined;
    case 'MemberExpression':
      return nextOfMember(place);
    case 'ConditionalExpression':
      return alternatives(place, node, branches(node)?.map((branch) => stepTo(place, branch)) ?? [place]);
    case 'BinaryExpression':
      return nextOfDefault(place);
    case 'AssignmentExpression':
      return node.getChild('Equals') && node.lastChild ? [stepTo(place, node.lastChild)] : undefined;
    case 'CallExpression':
      return nextOfCall(place);
    case 'NewExpression':
      return atAnyTime(nextOfNew(place));
    case 'this':
      return atAnyTime(nextOfThis(place));
    case 'ClassDeclaration':
      return atAnyTime(staticMember(place));
    case 'PropertyDefinition':
      // As a key, a property name is a string; in shorthand notation, it is a variable.
      return place.keys[0] === keyNames ? undefined : nextOfName(place);
    case 'ArrayExpression':
    case 'ObjectExpression':
    case 'EnumDeclaration': {
      const next = nextOfCollection(place);
      return next?.length === 1 ? next : atAnyTime(next);
    }
    default:
      return undefined;
  }
}

/** Keeps the values that a variable can have after the conditions before it is read. */
function narrowed(
  place: FlowPlace,
  next: readonly FlowPlace[] | undefined,
): readonly FlowPlace[] | undefined {
  const [passed] = next === undefined ? [] : allBefore(place.finder.module.text, place.node);
  if (next === undefined || passed === undefined) return next;
  const found = next.flatMap((one) =>
    place.finder.once(one.choices === place.choices ? one : partOf(one, place)),
  );
  const left = withoutExcluded(place, found, literalText);
  return left.length === 0 || left.length === found.length ? next : left;
}

/** Removes values that conditions on the variable, or on one that is chosen together with it, exclude. */
export function withoutExcluded<T extends { readonly choices?: Choices }>(
  place: FlowPlace,
  values: readonly T[],
  textOf: (value: T) => string | undefined,
): readonly T[] {
  const { node, keys, finder } = place;
  if (node.name !== 'VariableName' || values.length < 2) return values;
  const { text } = finder.module;
  const own = keys.length > 0 ? [] : [...passedBefore(finder.module, node)];
  const others = values.every(({ choices }) => choices === undefined) ? [] : [...related(place)];
  const subject = finder.module.textOf(node);
  return values.filter((value) => {
    const known = textOf(value);
    const isPossible = known === undefined || canPass(text, own, subject, known);
    return isPossible && others.every((some) => some.some((one) => together(one.choices, value.choices)));
  });
}

/** The values that each variable in the conditions can have, if the conditions exclude some of its values. */
function* related(place: FlowPlace): Generator<readonly FlowPlace[]> {
  const { module } = place.finder;
  for (const passed of allBefore(module.text, place.node)) {
    for (const node of namesIn(passed.condition)) {
      const { choices: _, ...use } = stepTo(place, node, []);
      const found = nextOfName(use)?.flatMap((one) => use.finder.once(one)) ?? [];
      const left = found.filter((one) => {
        const text = literalText(one);
        return text === undefined || canPass(module.text, [passed], module.textOf(node), text);
      });
      if (left.length > 0 && left.length < found.length) yield left;
    }
  }
}

function namesIn(node: SyntaxNode): readonly SyntaxNode[] {
  if (node.name === 'VariableName') return [node];
  const names: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) names.push(...namesIn(child));
  return names;
}

function nextOfMember(place: FlowPlace): readonly FlowPlace[] | undefined {
  const { node, finder } = place;
  const key = keyOf(node, finder.module.text) ?? privateKey(place);
  const isReadable = key !== undefined || indexOf(node) !== undefined;
  if (!isReadable || node.firstChild === null) return undefined;
  const { firstChild } = node;
  const known = key ?? indexNumber(place);
  const keys = known === undefined ? indexTexts(place) : [{ key: known }];
  return (keys ?? [{ key: undefined }]).map((one) =>
    partOf(stepTo(place, firstChild, [one.key, ...place.keys]), one),
  );
}

function privateKey({ node, finder }: FlowPlace): string | undefined {
  const name = node.getChild('PrivatePropertyName');
  return name === null ? undefined : finder.module.textOf(name);
}

function indexNumber({ node, finder }: FlowPlace): string | undefined {
  const index = indexOf(node);
  return index?.name === 'Number' ? finder.module.textOf(index) : undefined;
}

interface Index {
  readonly key: Key;
  readonly choices?: Choices;
}

/** The possible keys in `NAMES[live ? "a" : "b"]`. Undefined if one of them is not known. */
function indexTexts(place: FlowPlace): readonly Index[] | undefined {
  const index = indexOf(place.node);
  const found = index ? place.finder.once(stepTo(place, index, [])) : [];
  const keys = new Map<string, Index>();
  for (const one of found) {
    const key = literalText(one);
    if (key === undefined) return undefined;
    keys.set(key + keyOfChoices(one), { key, ...(one.choices && { choices: one.choices }) });
  }
  return keys.size === 0 ? undefined : [...keys.values()];
}

/** `a || b`, `a ?? b`, and `test && a || b`, which is an older form of a conditional. */
function nextOfDefault(place: FlowPlace): readonly FlowPlace[] | undefined {
  const { text } = place.finder.module;
  const parts = defaultingParts(place.node, text)?.map((part) => stepTo(place, behindTest(part, text)));
  const [left, ...others] = parts ?? [];
  if (left === undefined || place.keys.length > 0) return parts;
  // The default replaces these values of the left operand.
  const isReplaced = operatorIn(place) === '||' ? empty : nothing;
  const found = place.finder.once(left);
  const kept = found.filter(({ node, finder }) => !isReplaced.test(finder.module.textOf(node)));
  return kept.length === found.length ? parts : [...kept, ...others];
}

const nothing = /^(?:null|undefined)$/;
const empty = /^(?:""|''|``|0|false|null|undefined)$/;

function operatorIn({ node, finder: { module } }: FlowPlace): string {
  const operator = node.getChild('LogicOp');
  return operator === null ? '' : module.textOf(operator);
}

function behindTest(part: SyntaxNode, text: string): SyntaxNode {
  const node = unwrapped(part);
  const operator = node.name === 'BinaryExpression' ? node.getChild('LogicOp') : null;
  const isTest = operator !== null && text.slice(operator.from, operator.to) === '&&';
  return (isTest ? node.lastChild : null) ?? part;
}
