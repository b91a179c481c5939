import type { SyntaxNode } from '@lezer/common';
import type { Binding } from './binding.ts';
import { atAnotherTime, type Choices } from '../choices.ts';
import type { Question } from '../question.ts';
import type { PythonModule } from './python-module.ts';

/** The call through which a function body is analyzed. The parameters have the values of its arguments. */
export interface Frame {
  readonly definition: SyntaxNode;
  /** The finder for the module that contains `definition`. */
  readonly finder: OriginFinder;
  readonly call: SyntaxNode;
  /** The finder for the module that contains `call`. */
  readonly caller: OriginFinder;
  /** The frame that contains this call. */
  readonly outer: Frame | undefined;
  readonly depth: number;
  /** True for a recursive call, whose arguments may be those of any depth. */
  readonly isRepeated: boolean;
  /** Distinguishes this frame from every other path to this place. */
  readonly key: string;
}

/** Creates the frame of a call within `outer`. A recursive call has the same frame at every depth. */
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
 * An expression that a value may come from. Names, branches, literals and calls are followed as far as the
 * module shows them. An expression that cannot be followed is its own origin: a parameter (its name), an
 * import (the name it binds), or an unknown call.
 */
export interface Origin {
  readonly node: SyntaxNode;
  readonly frame: Frame | undefined;
  /** The finder for the module that contains `node`. */
  readonly finder: OriginFinder;
  /** The piece of a string that no expression represents, as in `"a,b".split(",")`. */
  readonly text?: string;
  /**
   * True for a member of an enumeration that is also a string. Its characters are those of its value, but
   * `str()` returns `Names.STRIPE`, and f-strings use either, depending on the version of Python.
   */
  readonly isMember?: true;
  /** True for a member of an enumeration that is also a string and whose `.value` is that string. */
  readonly hasValue?: true;
  /** What the code chooses when the value comes from here. */
  readonly choices?: Choices;
}

/** A node in a module. */
export type ModuleNode = Pick<Origin, 'node' | 'finder'>;

/** The other known modules of the project. */
export interface OtherModules {
  /** Whether every file has been read, so that all calls of a function are known. */
  readonly complete: boolean;
  /** Finds the module that `import module` refers to in the file `from`. `module` includes leading dots. */
  find(module: string, from: string): OriginFinder | undefined;
  /** Returns the modules whose source code contains `word`. */
  mentioning(word: string): Iterable<OriginFinder>;
}

/** Follows expressions of one module. Its steps call it recursively for the parts of an expression. */
export interface OriginFinder {
  readonly module: PythonModule;
  readonly others: OtherModules;
  /** Unique among all modules that the same question passes through. */
  readonly id: number;
  of(expression: SyntaxNode, frame?: Frame): readonly Origin[];
  /** Like `of` for a variable, but regardless of the conditions before. */
  ofVariable(name: SyntaxNode, frame: Frame | undefined): readonly Origin[];
  ofBinding(binding: Binding, frame: Frame | undefined): readonly Origin[];
  /**
   * Returns what a name of the module refers to in files that import it. Undefined if the module has no such
   * name.
   */
  ofGlobal(name: string): readonly Origin[] | undefined;
  /** What is being followed, across all modules. */
  readonly question: Question;
  /**
   * Returns the cached result of `work` for `key`. Undefined if the result depends on itself or takes too
   * long.
   */
  remember(key: string, work: () => readonly ModuleNode[] | undefined): readonly ModuleNode[] | undefined;
  /** Whether another file may assign a value to a name of the module. */
  isChangedFromOutside(name: string): boolean;
}

export const maximumFrames = 8;

/** An origin that may have been chosen at another time than others. A literal is always the same. */
export function atAnyTime(origin: Origin): Origin {
  const isSame = origin.choices === undefined && origin.node.name === 'String';
  return isSame ? origin : { ...origin, choices: atAnotherTime };
}

/** Returns the origin of an expression if there is exactly one. */
export function onlyOrigin(
  finder: OriginFinder,
  expression: SyntaxNode,
  frame: Frame | undefined,
): Origin | undefined {
  const [only, ...others] = finder.of(expression, frame);
  if (only === undefined || others.length === 0) return only;
  return others.every((other) => keyOfOrigin(other) === keyOfOrigin(only)) ? atAnyTime(only) : undefined;
}

/** Equal for origins with the same value. */
export function keyOfOrigin({ node, frame, finder, text, isMember, hasValue }: Origin): string {
  return [finder.id, node.from, node.to, frame?.key, isMember, hasValue, text].join(':');
}
