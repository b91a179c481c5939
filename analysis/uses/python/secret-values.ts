import type { SyntaxNode } from '@lezer/common';
import type { Frame, Origin } from '../../flow/origin.ts';
import type { PythonFile } from '../../languages/python/python-file.ts';
import type { SecretReference } from '../../reference.ts';
import { Alterations } from './alterations.ts';
import { partsOf } from './parts.ts';

const maximumDepth = 6;
const none: readonly SecretReference[] = [];

export interface ReadingCall {
  readonly call: SyntaxNode;
  readonly reference: SecretReference;
}

/** Tells which expressions of a file are values of its secrets. Answers are the reads they come from. */
export class SecretValues {
  readonly file: PythonFile;
  readonly #alterations: Alterations;
  readonly #byCall: ReadonlyMap<string, SecretReference>;
  /** The calls that read agent secrets, in the order of the text. */
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

  /** The expression is the value as it was read, and nothing else. Empty: it may be something else. */
  held(expression: SyntaxNode, frame?: Frame): readonly SecretReference[] {
    return this.#all(expression, frame, (origin) => {
      const read = this.#readAt(origin);
      return read === undefined ? none : [read];
    });
  }

  /** The value, or a part of it, stands in whatever the expression is. Empty: that is not certain. */
  carried(expression: SyntaxNode, frame?: Frame, depth = 0): readonly SecretReference[] {
    if (depth > maximumDepth || this.#alterations.of(expression)) return none;
    return this.#all(expression, frame, (origin) => {
      const read = this.#readAt(origin);
      return read === undefined ? this.#carriedByParts(origin, depth + 1) : [read];
    });
  }

  /** The reads that are among those the expression may come from, though it may be other things too. */
  mayHold(expression: SyntaxNode): readonly SecretReference[] {
    return this.file.origins.of(expression).flatMap((origin) => this.#readAt(origin) ?? []);
  }

  #carriedByParts({ node, frame, finder }: Origin, depth: number): readonly SecretReference[] {
    if (finder !== this.file.origins) return none;
    // Who else has a dictionary in his hands may add to it; the secret stays in.
    const display = node.name === 'VariableName' ? this.#alterations.displayOf(node) : undefined;
    if (display !== undefined) return this.carried(display, frame, depth);
    const found = partsOf(this.file, node).flatMap(({ part, ofSecret }) => {
      const isOfSecret = !ofSecret || this.held(part, frame).length > 0;
      return isOfSecret ? this.carried(part, frame, depth) : none;
    });
    return [...new Set(found)];
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

function keyOf({ from, to }: SyntaxNode): string {
  return `${from}:${to}`;
}

function callOfReference({ module }: PythonFile, { span }: SecretReference): SyntaxNode | undefined {
  let node: SyntaxNode | null = module.tree.resolveInner(span.start, 1);
  while (node !== null && node.name !== 'ArgList') node = node.parent;
  return node?.parent?.name === 'CallExpression' ? node.parent : undefined;
}

/** `get_secret("x") or {}` still is the secret, or nothing at all. */
function isEmptyValue({ node, finder }: Origin): boolean {
  return /^(?:None|\{\s*\}|""|''|dict\(\s*\)|str\(\s*\))$/.test(finder.module.textOf(node));
}
