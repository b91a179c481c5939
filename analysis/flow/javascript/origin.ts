import type { SyntaxNode } from '@lezer/common';
import { atAnotherTime, type Choices, chosen, keyOfChoices } from '../choices.ts';
import type { Question } from '../question.ts';
import type { JavaScriptModule } from './module.ts';

/** A key that is read from a value, or undefined if the key is chosen at run time. */
export type Key = string | undefined;

/** The key that stands for every item of an iteration. */
export const everyItem = '\0each';

/** A call that supplies the arguments of the called function. */
export interface Frame {
  readonly definition: SyntaxNode;
  readonly list: SyntaxNode;
  /** Where the arguments are written. */
  readonly caller: FlowPlace;
  readonly depth: number;
  /** True for a recursive call, whose arguments may be those of any depth. */
  readonly isRepeated: boolean;
  /** Distinguishes this frame from every other path to this place. */
  readonly key: string;
}

/** Creates the frame of a call at `caller`. A recursive call has the same frame at every depth. */
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

/**
 * A step on the path to the source of an expression: the node reached so far, and the keys still to be read
 * from it.
 */
export interface FlowPlace {
  readonly node: SyntaxNode;
  readonly finder: OriginFinder;
  readonly frame: Frame | undefined;
  /** In the order in which they are read. */
  readonly keys: readonly Key[];
  /** The place that led here. */
  readonly from: FlowPlace | undefined;
  /** What the code chooses on the path. */
  readonly choices?: Choices;
}

/** Follows expressions of one module through the project to the places where their values are created. */
export interface OriginFinder {
  readonly module: JavaScriptModule;
  readonly others: OtherModules;
  /** Unique among all modules that the same question passes through. */
  readonly id: number;
  /** What is being followed, across all modules. */
  readonly question: Question;
  /**
   * Returns the places where a value is created, as far as they can be determined. A place that cannot be
   * followed is its own origin.
   */
  of(expression: SyntaxNode): readonly FlowPlace[];
  follow(place: FlowPlace): readonly FlowPlace[];
  /** Like `follow`, but a place that leads to itself is its own origin there. */
  once(place: FlowPlace): readonly FlowPlace[];
  /** Returns what the module exports under a name. Undefined unless that is exactly one thing. */
  exported(name: string): readonly FlowPlace[] | undefined;
}

/** The other files of the project. */
export interface OtherModules {
  /** Finds the file that a relative `specifier` refers to in the file `from`. */
  find(specifier: string, from: string): OriginFinder | undefined;
  /** The scripts that contain a word. */
  mentioning(word: string): Iterable<OriginFinder>;
}

/** The next place on the path. By default, its node is in the same module. */
export function stepTo(place: FlowPlace, node: SyntaxNode, keys: readonly Key[] = place.keys): FlowPlace {
  return { ...place, node, keys, from: place };
}

/** The same place on another path, with `keys` still to be read from it. */
export function takenOut(found: FlowPlace, keys: readonly Key[], from: FlowPlace | undefined): FlowPlace {
  return { ...found, keys, from };
}

export function placeOf(finder: OriginFinder, node: SyntaxNode): FlowPlace {
  return { node, finder, frame: undefined, keys: [], from: undefined };
}

/** Returns a key that is equal for places that lead to the same result. */
export function keyOfPlace(place: FlowPlace): string {
  const { node, finder, frame, keys } = place;
  return [finder.id, node.from, node.to, node.name, frame?.key ?? '', keyOfChoices(place), ...keys].join(
    '\n',
  );
}

/** A place that code reaches if it takes one of the alternatives that it has at `node`, each time that it runs. */
export function alternative(
  { finder, frame }: FlowPlace,
  place: FlowPlace,
  node: SyntaxNode,
  taken: number,
): FlowPlace {
  if (frame?.isRepeated === true) return place;
  return chosen(place, `${finder.id}:${node.from}${frame?.key ?? ''}`, taken);
}

/** As above, for each of the alternatives. */
export function alternatives(
  from: FlowPlace,
  node: SyntaxNode,
  places: readonly FlowPlace[],
): readonly FlowPlace[] {
  if (places.length < 2 || places.length > maximumAlternatives) return places;
  return places.map((place, at) => alternative(from, place, node, at));
}

/** Beyond this, it is not tracked which values exclude each other. */
const maximumAlternatives = 24;

/** Places whose values may be from another iteration or call. */
export function atAnyTime(places: readonly FlowPlace[] | undefined): readonly FlowPlace[] | undefined {
  return places?.map((place) => ({ ...place, choices: atAnotherTime }));
}
