import type { SyntaxNode } from '@lezer/common';
import { allKnown } from '../all-known.ts';
import { canPass } from '../answers.ts';
import type { Passed } from '../conditions.ts';
import type { Answers, Question } from '../question.ts';
import { nextOfCall, nextOfNew } from './call-origins.ts';
import { nextOfThis, staticMember } from './class-origins.ts';
import { keyNames, nextOfCollection } from './collection-origins.ts';
import { exportedFrom } from './exports.ts';
import type { JavaScriptModule } from './module.ts';
import {
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
import { stringValue } from '../../syntax/javascript/strings.ts';
import { passedBefore } from './passed-conditions.ts';
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
      else waiting.push(...further);
    }
    return found.length === 0 ? [place] : found;
  }

  exported(name: string): readonly FlowPlace[] | undefined {
    const unanswered = { again: undefined, tooFar: undefined };
    const key = `${this.id}\nexport ${name}`;
    return this.question.follow(this.#exported, key, unanswered, () => exportedFrom(this, name));
  }
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
      return branches(node)?.map((branch) => stepTo(place, branch));
    case 'BinaryExpression':
      return nextOfDefault(place);
    case 'AssignmentExpression':
      return node.getChild('Equals') && node.lastChild ? [stepTo(place, node.lastChild)] : undefined;
    case 'CallExpression':
      return nextOfCall(place);
    case 'NewExpression':
      return nextOfNew(place);
    case 'this':
      return nextOfThis(place);
    case 'ClassDeclaration':
      return staticMember(place);
    case 'PropertyDefinition':
      // As a key, a property name is a string; in shorthand notation, it is a variable.
      return place.keys[0] === keyNames ? undefined : nextOfName(place);
    case 'ArrayExpression':
    case 'ObjectExpression':
    case 'EnumDeclaration':
      return nextOfCollection(place);
    default:
      return undefined;
  }
}

/** Keeps the literals that a variable can have after the conditions before it is read. */
function narrowed(
  place: FlowPlace,
  next: readonly FlowPlace[] | undefined,
): readonly FlowPlace[] | undefined {
  const conditions = conditionsOn(place);
  if (next === undefined || conditions.length === 0) return next;
  const { module } = place.finder;
  const found = next.flatMap((one) => place.finder.once(one));
  const left = found.filter((one) => {
    const text = one.keys.length === 0 ? stringValue(one.finder.module.text, one.node) : undefined;
    return text === undefined || canPass(module.text, conditions, module.textOf(place.node), text);
  });
  return left.length === 0 || left.length === found.length ? next : left;
}

/** The conditions on a variable that code has passed before it reads the variable. */
export function conditionsOn({ node, keys, finder: { module } }: FlowPlace): readonly Passed[] {
  if (node.name !== 'VariableName' || keys.length > 0) return [];
  const subject = module.textOf(node);
  return [...passedBefore(module, node)].filter(({ condition }) =>
    module.textOf(condition).includes(subject),
  );
}

function nextOfMember(place: FlowPlace): readonly FlowPlace[] | undefined {
  const { node, finder } = place;
  const key = keyOf(node, finder.module.text) ?? privateKey(place);
  const isReadable = key !== undefined || indexOf(node) !== undefined;
  if (!isReadable || node.firstChild === null) return undefined;
  const { firstChild } = node;
  const keys = key === undefined ? (indexNumber(place) ?? indexTexts(place)) : key;
  const all = typeof keys === 'string' ? [keys] : (keys ?? [undefined]);
  return all.map((one) => stepTo(place, firstChild, [one, ...place.keys]));
}

function privateKey({ node, finder }: FlowPlace): string | undefined {
  const name = node.getChild('PrivatePropertyName');
  return name === null ? undefined : finder.module.textOf(name);
}

function indexNumber({ node, finder }: FlowPlace): string | undefined {
  const index = indexOf(node);
  return index?.name === 'Number' ? finder.module.textOf(index) : undefined;
}

/** The possible keys in `NAMES[live ? "a" : "b"]`. Undefined if one of them is not known. */
function indexTexts(place: FlowPlace): readonly string[] | undefined {
  const index = indexOf(place.node);
  const found = index ? place.finder.once(stepTo(place, index, [])) : [];
  const texts = allKnown(
    found.map((one) => (one.keys.length === 0 ? stringValue(one.finder.module.text, one.node) : undefined)),
  );
  return texts === undefined || texts.length === 0 ? undefined : [...new Set(texts)];
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
