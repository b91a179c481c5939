import type { SyntaxNode } from '@lezer/common';
import type { Binding } from './binding.ts';
import type { Question } from '../question.ts';
import type { PythonModule } from './python-module.ts';

/** The call through which a function's body is looked at: its parameters are this call's arguments. */
export interface Frame {
  readonly definition: SyntaxNode;
  /** Of the module in which `definition` stands. */
  readonly finder: OriginFinder;
  readonly call: SyntaxNode;
  /** Of the module in which `call` stands. */
  readonly caller: OriginFinder;
  /** In which the call itself stands. */
  readonly outer: Frame | undefined;
  readonly depth: number;
  /** It is made while it runs already: its arguments may be of any round. */
  readonly isRepeated: boolean;
  /** Differs from that of every other way to get here. */
  readonly key: string;
}

/** The frame of a call within `outer`. A call inside of itself has the same one at every depth. */
export function frameOf(frame: Pick<Frame, 'call' | 'caller' | 'definition' | 'finder' | 'outer'>): Frame {
  const { call, caller, outer } = frame;
  const depth = (outer?.depth ?? 0) + 1;
  for (let known = outer; known !== undefined; known = known.outer) {
    if (known.caller !== caller || known.call.from !== call.from) continue;
    return known.isRepeated ? known : { ...frame, depth, isRepeated: true, key: `${known.key}…` };
  }
  return { ...frame, depth, isRepeated: false, key: `${outer?.key ?? ''}<${caller.id}:${call.from}` };
}

/**
 * An expression that a value may come from, after following names, branches, displays and calls as far
 * as the module shows them. What cannot be followed is its own origin: a parameter (its name), an
 * import (the name it binds), a call of something unknown.
 */
export interface Origin {
  readonly node: SyntaxNode;
  readonly frame: Frame | undefined;
  /** Of the module in which `node` stands. */
  readonly finder: OriginFinder;
  /** The piece of a text that it is, `"a,b".split(",")`, where no expression of its own stands for it. */
  readonly text?: string;
}

/** A node in a module. */
export type ModuleNode = Pick<Origin, 'node' | 'finder'>;

/** The other modules of the project, as far as they can be seen. */
export interface OtherModules {
  /** Whether every file was read, so that all calls of a function can be told. */
  readonly complete: boolean;
  /** What `import module` means in the file `from`; leading dots included. */
  find(module: string, from: string): OriginFinder | undefined;
  /** The modules in whose text `word` occurs. */
  mentioning(word: string): readonly OriginFinder[];
}

/** Follows expressions of one module; the steps of following call it back for their parts. */
export interface OriginFinder {
  readonly module: PythonModule;
  readonly others: OtherModules;
  /** Differs from those of all modules that the same question leads through. */
  readonly id: number;
  of(expression: SyntaxNode, frame?: Frame): readonly Origin[];
  ofBinding(binding: Binding, frame: Frame | undefined): readonly Origin[];
  /** What a name of the module is to those who import it; undefined when the module has no such name. */
  ofGlobal(name: string): readonly Origin[] | undefined;
  /** What is being followed, in all modules together. */
  readonly question: Question;
  /** What `work` finds under `key`, worked out once. Undefined where that depends on itself, or takes too long. */
  remember(key: string, work: () => readonly ModuleNode[] | undefined): readonly ModuleNode[] | undefined;
  /** Whether another file may give a name of the module another value. */
  isChangedFromOutside(name: string): boolean;
}

export const maximumFrames = 8;

/** What an expression comes from when that is one thing. */
export function onlyOrigin(
  finder: OriginFinder,
  expression: SyntaxNode,
  frame: Frame | undefined,
): Origin | undefined {
  const [only, other] = finder.of(expression, frame);
  return other === undefined ? only : undefined;
}
