import type { SyntaxNode } from '@lezer/common';
import type { Question } from '../question.ts';
import type { JavaScriptModule } from './module.ts';

/** A key that is taken out of a value; undefined: which one is chosen at run time. */
export type Key = string | undefined;

/** The key of every item that iterating goes through. */
export const everyItem = '\0each';

/** A call whose arguments its function is told. */
export interface Frame {
  readonly definition: SyntaxNode;
  readonly list: SyntaxNode;
  /** Where the arguments stand. */
  readonly caller: FlowPlace;
  readonly depth: number;
  /** It is made while it runs already: its arguments may be of any round. */
  readonly isRepeated: boolean;
  /** Differs from that of every other way to get here. */
  readonly key: string;
}

/** The frame of a call that is made at `caller`. A call inside of itself has the same one at every depth. */
export function frameOf(definition: SyntaxNode, list: SyntaxNode, caller: FlowPlace): Frame {
  const { id } = caller.finder;
  const depth = (caller.frame?.depth ?? 0) + 1;
  for (let outer = caller.frame; outer !== undefined; outer = outer.caller.frame) {
    if (outer.list.from !== list.from || outer.caller.finder.id !== id) continue;
    if (outer.isRepeated) return outer;
    return { definition, list, caller, depth, isRepeated: true, key: `${outer.key}…` };
  }
  const key = `${caller.frame?.key ?? ''}<${id}:${list.from}`;
  return { definition, list, caller, depth, isRepeated: false, key };
}

/** What an expression comes from: the node that it leads to, and what is still to be taken out of that. */
export interface FlowPlace {
  readonly node: SyntaxNode;
  readonly finder: OriginFinder;
  readonly frame: Frame | undefined;
  /** The next one first. */
  readonly keys: readonly Key[];
  /** The place that led here. */
  readonly from: FlowPlace | undefined;
}

/** Follows expressions of one module to where their values are made, through its project. */
export interface OriginFinder {
  readonly module: JavaScriptModule;
  readonly others: OtherModules;
  /** Differs from those of all modules that the same question leads through. */
  readonly id: number;
  /** What is being followed, in all modules together. */
  readonly question: Question;
  /** Where a value is made, as far as that can be told; a place that cannot be followed is its own origin. */
  of(expression: SyntaxNode): readonly FlowPlace[];
  follow(place: FlowPlace): readonly FlowPlace[];
  /** What the module exports under a name; undefined when that is not one thing. */
  exported(name: string): readonly FlowPlace[] | undefined;
}

/** The other files of the project. */
export interface OtherModules {
  /** The file that a relative `specifier` means in the file `from`. */
  find(specifier: string, from: string): OriginFinder | undefined;
}

/** The next place on the way; its node stands in the same module unless told otherwise. */
export function stepTo(place: FlowPlace, node: SyntaxNode, keys: readonly Key[] = place.keys): FlowPlace {
  return { ...place, node, keys, from: place };
}

/** The same place on the way from another, with these keys to take out of it. */
export function takenOut(found: FlowPlace, keys: readonly Key[], from: FlowPlace | undefined): FlowPlace {
  return { ...found, keys, from };
}

export function placeOf(finder: OriginFinder, node: SyntaxNode): FlowPlace {
  return { node, finder, frame: undefined, keys: [], from: undefined };
}

/** The same for places that lead to the same. */
export function keyOfPlace({ node, finder, frame, keys }: FlowPlace): string {
  return [finder.id, node.from, node.to, node.name, frame?.key ?? '', ...keys].join('\n');
}
