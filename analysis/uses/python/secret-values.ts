import type { SyntaxNode } from '@lezer/common';
import type { Frame, Origin } from '../../flow/python/origin.ts';
import type { PythonFile } from '../../references/python/python-file.ts';
import { childrenOf, contains } from '../../syntax/python/syntax.ts';
import type { SecretReference } from '../../model/reference.ts';
import { isCredentialField } from '../credential-field.ts';
import { Alterations } from './alterations.ts';
import { dictionaryEntries, loopParts, type ValuePart } from './collection-parts.ts';
import { elementsOf } from './elements.ts';
import { filledWith } from './fillings.ts';
import { partsOf } from './parts.ts';
import { isText, isTextCall } from './text-uses.ts';
import type { PythonModule } from '../../flow/python/python-module.ts';
import { passedBefore } from '../../references/python/passed-conditions.ts';
import { isEmptyAfter } from '../known-empty.ts';

const maximumDepth = 6;
const none: readonly SecretReference[] = [];

export interface ReadingCall {
  readonly call: SyntaxNode;
  readonly reference: SecretReference;
}

/** The reads whose values an expression contains. */
export interface Carried {
  readonly reads: readonly SecretReference[];
  /** If the secret is a dictionary, it may have been modified in the meantime. */
  readonly isOnlyIfText: boolean;
}

/**
 * Determines which expressions of a file are values of its secrets. The results are the reads that these
 * values come from.
 */
export class SecretValues {
  readonly file: PythonFile;
  readonly #alterations: Alterations;
  readonly #byCall: ReadonlyMap<string, SecretReference>;
  /** The expression being examined. */
  #leak: SyntaxNode | undefined;
  #isOnlyIfText = false;
  /** The calls that read agent secrets, in text order. */
  readonly calls: readonly ReadingCall[];

  constructor(file: PythonFile, references: readonly SecretReference[]) {
    this.file = file;
    this.#alterations = new Alterations(file.module);
    const calls: ReadingCall[] = [];
    const byCall = new Map<string, SecretReference>();
    for (const reference of references) {
      const call = reference.dialect === 'agent' ? callOfReference(file, reference) : undefined;
      if (call === undefined) continue;
      calls.push({ call, reference });
      byCall.set(keyOf(call), reference);
    }
    this.calls = calls;
    this.#byCall = byCall;
  }

  /** Returns the reads whose unmodified value the expression has. Empty if it may have another value. */
  held(expression: SyntaxNode, frame?: Frame): readonly SecretReference[] {
    return this.#all(expression, frame, (origin) => {
      const read = this.#readAt(origin);
      return read === undefined ? none : [read];
    });
  }

  /**
   * Returns the reads whose value is certain to be in the expression, at least in part. Empty if that is not
   * certain.
   */
  carried(expression: SyntaxNode): Carried {
    this.#leak = expression;
    this.#isOnlyIfText = false;
    const reads = this.#carried({ part: expression }, undefined, 0);
    return { reads, isOnlyIfText: this.#isOnlyIfText };
  }

  /** Like `carried`, but for what iterating over the expression yields. */
  carriedByElements(expression: SyntaxNode): Carried {
    this.#leak = expression;
    this.#isOnlyIfText = false;
    const reads = this.#carried({ part: expression, only: 'elements' }, undefined, 0);
    return { reads, isOnlyIfText: this.#isOnlyIfText };
  }

  /** Returns the reads that the expression may come from, even if it may also come from something else. */
  mayHold(expression: SyntaxNode): readonly SecretReference[] {
    return this.file.origins.of(expression).flatMap((origin) => this.#readAt(origin) ?? []);
  }

  #carried({ part, only }: ValuePart, frame: Frame | undefined, depth: number): readonly SecretReference[] {
    const choice = alternativesOf(part);
    if (choice.length > 0)
      return [
        ...new Set(
          choice.flatMap((one) => this.#carried({ part: one, ...(only && { only }) }, frame, depth)),
        ),
      ];
    const filled = depth > maximumDepth || Array.isArray(only) ? [] : filledWith(this.file, part);
    const put = filled
      .filter(({ key }) => only === undefined || key === undefined)
      .flatMap(({ value }) => this.#carried({ part: value }, undefined, depth + 1));
    if (put.length > 0) return [...new Set(put)];
    const alteration =
      depth > maximumDepth ? 'changed' : this.#alterations.of(part, contains(this.#leak ?? part, part));
    if (alteration === 'changed' || isKnownEmpty(this.file.module, part)) return none;
    return this.#all(part, frame, (origin) => {
      const read = this.#readAt(origin);
      if (alteration === 'handed' && read !== undefined) this.#isOnlyIfText = true;
      if (alteration === 'handed' && read === undefined && !this.#isText(origin)) return none;
      if (read === undefined) return this.#carriedByParts(origin, only, depth + 1);
      return only === undefined || (only !== 'elements' && only.some(isCredentialField)) ? [read] : none;
    });
  }

  #carriedByParts(
    { node, frame, finder }: Origin,
    only: ValuePart['only'],
    depth: number,
  ): readonly SecretReference[] {
    if (finder !== this.file.origins) return none;
    // Other code that can access a dictionary may add entries to it, but the secret remains in it.
    const display = node.name === 'VariableName' ? this.#alterations.displayOf(node) : undefined;
    const parts =
      display === undefined ? this.#partsOf(node, only) : [{ part: display, ...(only && { only }) }];
    return [...new Set(parts.flatMap((part) => this.#carried(part, frame, depth)))];
  }

  /** Strings are immutable. */
  #isText({ node, frame, finder }: Origin): boolean {
    if (finder !== this.file.origins) return false;
    if (isText(this.file, node) || isTextCall(this.file, node)) return true;
    const [part] = partsOf(this.file, node);
    return part !== undefined && Array.isArray(part.only) && this.held(part.part, frame).length > 0;
  }

  #partsOf(node: SyntaxNode, only: ValuePart['only']): readonly ValuePart[] {
    if (only === undefined)
      return node.name === 'VariableName' ? loopParts(this.file, node) : partsOf(this.file, node);
    if (only === 'elements') return elementsOf(this.file, node);
    return node.name === 'DictionaryExpression' ? dictionaryEntries(this.file, node, only) : [];
  }

  #all(
    expression: SyntaxNode,
    frame: Frame | undefined,
    readsOf: (origin: Origin) => readonly SecretReference[],
  ): readonly SecretReference[] {
    const found = new Set<SecretReference>();
    for (const origin of this.file.origins.of(expression, frame)) {
      if (isEmptyValue(origin)) continue;
      const reads = readsOf(origin);
      if (reads.length === 0) return none;
      for (const read of reads) found.add(read);
    }
    return found.size === 0 ? none : [...found];
  }

  #readAt({ node, finder }: Origin): SecretReference | undefined {
    return finder === this.file.origins ? this.#byCall.get(keyOf(node)) : undefined;
  }
}

/** Returns the alternatives of a conditional expression. Any of them may reach the place. */
function alternativesOf(expression: SyntaxNode): readonly SyntaxNode[] {
  const [left, right] = [expression.firstChild, expression.lastChild];
  if (left === null || right === null) return [];
  switch (expression.name) {
    case 'ParenthesizedExpression':
      return left.nextSibling?.name === 'YieldExpression' ? [] : childrenOf(expression).slice(1, -1);
    case 'ConditionalExpression':
      return [left, right];
    case 'BinaryExpression':
      if (expression.getChild('or') !== null) return [left, right];
      return expression.getChild('and') === null ? [] : [right];
    default:
      return [];
  }
}

function keyOf({ from, to }: SyntaxNode): string {
  return `${from}:${to}`;
}

function callOfReference({ module }: PythonFile, { span }: SecretReference): SyntaxNode | undefined {
  let node: SyntaxNode | null = module.tree.resolveInner(span.start, 1);
  while (node !== null && node.name !== 'ArgList') node = node.parent;
  return node?.parent?.name === 'CallExpression' ? node.parent : undefined;
}

/** `get_secret("x") or {}` is either the secret or empty. */
function isEmptyValue({ node, finder }: Origin): boolean {
  return /^(?:None|\{\s*\}|""|''|dict\(\s*\)|str\(\s*\))$/.test(finder.module.textOf(node));
}

/**
 * Whether code reaches `expression` only if its value is empty: `if not key: raise Problem(f"bad {key}")`.
 */
export function isKnownEmpty(module: PythonModule, expression: SyntaxNode): boolean {
  return isEmptyAfter(module.text, passedBefore(module, expression), expression);
}
