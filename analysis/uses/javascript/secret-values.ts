import type { SyntaxNode } from '@lezer/common';
import { type FlowPlace, type OriginFinder, stepTo } from '../../flow/javascript/origin.ts';
import { alternativesOf } from '../../syntax/javascript/syntax.ts';
import type { SecretReference } from '../../model/reference.ts';
import { isSensitiveField } from './own-properties.ts';
import { partsOf } from './parts.ts';
import type { JavaScriptModule } from '../../flow/javascript/module.ts';
import { passedBefore } from '../../references/javascript/passed-conditions.ts';
import { isEmptyAfter } from '../known-empty.ts';

const maximumDepth = 6;
const none: readonly SecretReference[] = [];

export interface ReadingCall {
  readonly call: SyntaxNode;
  readonly reference: SecretReference;
}

/**
 * Determines which expressions of a file are values of its secrets. The results are the reads that these
 * values come from.
 */
export class SecretValues {
  readonly finder: OriginFinder;
  /** The calls that read agent secrets, in text order. */
  readonly calls: readonly ReadingCall[];
  readonly #byCall: ReadonlyMap<string, SecretReference>;

  constructor(finder: OriginFinder, references: readonly SecretReference[]) {
    this.finder = finder;
    this.calls = references
      .filter(({ dialect }) => dialect === 'agent')
      .flatMap((reference) => {
        const call = callOfReference(finder, reference);
        return call === undefined ? [] : [{ call, reference }];
      });
    this.#byCall = new Map(this.calls.map(({ call, reference }) => [keyOf(call), reference]));
  }

  /** Returns the reads whose unmodified value the expression has. Empty if it may have another value. */
  held(expression: SyntaxNode): readonly SecretReference[] {
    return this.#all(this.finder.of(expression), (origin) => this.#readAt(origin, 0));
  }

  /**
   * Returns the reads whose value is certain to be in the expression, at least in part. Empty if that is not
   * certain.
   */
  carried(expression: SyntaxNode): readonly SecretReference[] {
    return [...new Set(this.#choices(expression).flatMap((one) => this.#carriedBy(this.finder.of(one), 0)))];
  }

  #carriedBy(origins: readonly FlowPlace[], depth: number): readonly SecretReference[] {
    if (depth > maximumDepth) return none;
    return this.#all(origins, (origin) => {
      const read = this.#readAt(origin, 1);
      if (read.length > 0) return isShown(origin) ? read : none;
      if (origin.finder !== this.finder || origin.keys.length > 0) return none;
      const found = partsOf(this.finder.module, origin.node)
        .flatMap((part) => this.#choices(part))
        .flatMap((part) => this.#carriedBy(this.finder.follow(stepTo(origin, part)), depth + 1));
      return [...new Set(found)];
    });
  }

  /**
   * Returns the alternatives of a conditional expression that are not known to be empty. Any of them may
   * reach the place.
   */
  #choices(expression: SyntaxNode): readonly SyntaxNode[] {
    const { module } = this.finder;
    return alternativesOf(expression, module.text).filter((one) => !isKnownEmpty(module, one));
  }

  #all(
    origins: readonly FlowPlace[],
    readsOf: (origin: FlowPlace) => readonly SecretReference[],
  ): readonly SecretReference[] {
    const found = new Set<SecretReference>();
    for (const origin of origins) {
      if (isEmptyValue(origin)) continue;
      const reads = readsOf(origin);
      if (reads.length === 0) return none;
      for (const read of reads) found.add(read);
    }
    return [...found];
  }

  #readAt({ node, keys, finder }: FlowPlace, most: number): readonly SecretReference[] {
    if (finder !== this.finder || keys.length > most) return none;
    const read = this.#byCall.get(keyOf(node));
    return read === undefined ? none : [read];
  }
}

/** Whether the place shows the entire value, or a field that must not be shown. */
function isShown({ keys }: FlowPlace): boolean {
  if (keys.length === 0) return true;
  const [key] = keys;
  return key !== undefined && isSensitiveField(key);
}

function keyOf({ from, to }: SyntaxNode): string {
  return `${from}:${to}`;
}

function callOfReference({ module }: OriginFinder, { span }: SecretReference): SyntaxNode | undefined {
  let node: SyntaxNode | null = module.tree.resolveInner(span.start, 1);
  while (node !== null && node.name !== 'ArgList') node = node.parent;
  return node?.parent?.name === 'CallExpression' ? node.parent : undefined;
}

/** `await … ?? {}` is either the secret or empty. */
function isEmptyValue({ node, keys, finder }: FlowPlace): boolean {
  return keys.length === 0 && /^(?:null|undefined|\{\s*\}|""|''|``)$/.test(finder.module.textOf(node));
}

/**
 * Whether code reaches `expression` only if its value is empty: `if (!key) throw new Error(`bad ${key}`)`.
 */
export function isKnownEmpty({ text }: JavaScriptModule, expression: SyntaxNode): boolean {
  return isEmptyAfter(text, passedBefore(text, expression), expression);
}
