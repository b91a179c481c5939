import type { StepBudget } from './step-budget.ts';

/** Deeper recursion might overflow the stack. */
const maximumDepth = 128;

/** The result for a part of a question, and its cost. */
export interface Answer<T> {
  readonly found: T;
  /** The number of steps, excluding those of `needs`. */
  readonly steps: number;
  /** How deeply the parts below this one are nested. */
  readonly height: number;
  readonly needs: readonly Answer<unknown>[];
  /** The outermost open part that this answer depends on. Undefined once it depends on none. */
  readonly lowest: number | undefined;
  /** The last question that counted this answer. */
  countedFor: number;
}

/** Answers by key. */
export type Answers<T> = Map<string, Answer<T>>;

/** Values that are used if there is no result. */
export interface Unanswered<T> {
  /** The part is already being followed. A value that depends on itself adds nothing new. */
  readonly again: T;
  /** The question takes too many steps or recurses too deeply. */
  readonly tooFar: T;
}

/** A part that is being followed. */
interface OpenPart {
  steps: number;
  height: number;
  lowest: number;
  readonly needs: Answer<unknown>[];
}

/**
 * Follows the possible values of an expression part by part. Each part is computed once, regardless of how
 * many paths lead to it, and the number of steps per question is limited.
 *
 * Answers are cached across questions and must not depend on the order of the questions:
 *
 * - If an answer is incomplete because it depends on an open part, it is cached only until that part is
 *   closed.
 * - Once a question has exceeded its limit, none of its answers are cached.
 * - A cached answer counts as many steps and as much nesting as computing it again would.
 */
export class Question {
  readonly #budget: StepBudget;
  readonly #open: OpenPart[] = [];
  /** The open parts by key, with their positions in `#open`. */
  readonly #visiting = new Map<string, number>();
  /** Callbacks that each discard an answer that depends on an open part. */
  readonly #provisional: (() => void)[] = [];
  /** Callbacks that each discard an answer of the current question. */
  readonly #found: (() => void)[] = [];
  #modules = 0;
  #number = 0;
  #steps = 0;
  #isAsked = false;
  #isTooFar = false;
  #isAtAnyTime = false;

  constructor(budget: StepBudget) {
    this.#budget = budget;
  }

  /**
   * Whether the current question (or, if there is none, the previous one) exceeded its limit. Its results are
   * then incomplete.
   */
  get isTooFar(): boolean {
    return this.#isTooFar;
  }

  /** Assigns a number to a module that the question passes through, because URIs would make keys long. */
  numberModule(): number {
    return this.#modules++;
  }

  /** Creates a separate question with the same budget. */
  another(): Question {
    return new Question(this.#budget);
  }

  /** Runs `work` as one question. */
  ask<T>(work: () => T): T {
    if (this.#isAsked || this.#open.length > 0) return work();
    this.#begin();
    this.#isAsked = true;
    try {
      return work();
    } finally {
      this.#isAsked = false;
    }
  }

  /** Whether the part that is being followed may have its value from another time, see `atAnyTime`. */
  get isAtAnyTime(): boolean {
    return this.#isAtAnyTime;
  }

  /**
   * Runs `work` for a value that may be from another iteration or call. What was chosen then is not tracked, so
   * that a value that depends on itself adds nothing new.
   */
  atAnyTime<T>(work: () => T): T {
    const before = this.#isAtAnyTime;
    this.#isAtAnyTime = true;
    try {
      return work();
    } finally {
      this.#isAtAnyTime = before;
    }
  }

  /** Counts steps. Returns false if they exceed the limit. */
  step(count = 1): boolean {
    this.#count(count);
    const part = this.#open.at(-1);
    if (part !== undefined) part.steps += count;
    return !this.#isTooFar;
  }

  /** Whether `work` depends on a part that is still being followed, so that its result may be incomplete. */
  dependsOnOpen<T>(work: () => T): { readonly found: T; readonly isOpen: boolean } {
    const part = this.#open.at(-1);
    if (part === undefined) return { found: work(), isOpen: false };
    const { lowest } = part;
    part.lowest = Infinity;
    const found = work();
    const isOpen = part.lowest !== Infinity;
    part.lowest = Math.min(lowest, part.lowest);
    return { found, isOpen };
  }

  /**
   * Returns the result of `work`. `key` identifies the part and must be unique among all answers of the
   * question.
   */
  follow<T>(answers: Answers<T>, key: string, unanswered: Unanswered<T>, work: () => T): T {
    if (this.#open.length === 0 && !this.#isAsked) this.#begin();
    const known = answers.get(key);
    if (known !== undefined) return this.#use(known) ? known.found : unanswered.tooFar;
    const open = this.#visiting.get(key);
    if (open !== undefined) {
      this.#dependOn(open);
      return unanswered.again;
    }
    if (this.#isTooFar) return unanswered.tooFar;
    this.#count(1);
    if (this.#open.length >= maximumDepth) this.#isTooFar = true;
    if (this.#isTooFar) return unanswered.tooFar;
    const found = this.#work(answers, key, work);
    // The result may be incomplete because some parts were not followed.
    return this.#isTooFar ? unanswered.tooFar : found;
  }

  /**
   * If a question exceeded its limit, nothing is cached for it, because the next question of its kind would
   * only fill the memory again.
   */
  #begin(): void {
    if (this.#isTooFar) for (const forget of this.#found) forget();
    this.#found.length = 0;
    this.#number++;
    this.#steps = 0;
    this.#isTooFar = false;
  }

  #count(steps: number): void {
    this.#budget.taken += steps;
    this.#steps += steps;
    if (this.#steps > this.#budget.perQuestion) this.#isTooFar = true;
  }

  #dependOn(open: number): void {
    const part = this.#open.at(-1);
    if (part !== undefined) part.lowest = Math.min(part.lowest, open);
  }

  /** Returns false if the question exceeds its limit with this answer. */
  #use(known: Answer<unknown>): boolean {
    if (this.#open.length + known.height >= maximumDepth) this.#isTooFar = true;
    const part = this.#open.at(-1);
    if (known.lowest !== undefined) this.#dependOn(known.lowest);
    else if (part !== undefined || this.#isAsked) this.#countAll(known);
    if (part !== undefined) {
      if (known.lowest === undefined) part.needs.push(known);
      part.height = Math.max(part.height, known.height + 1);
    }
    return !this.#isTooFar;
  }

  /** Each answer counts once per question. */
  #countAll(known: Answer<unknown>): void {
    const waiting = [known];
    for (let next = waiting.pop(); next !== undefined && !this.#isTooFar; next = waiting.pop()) {
      if (next.countedFor === this.#number) continue;
      next.countedFor = this.#number;
      this.#count(next.steps);
      for (const need of next.needs) waiting.push(need);
    }
  }

  #work<T>(answers: Answers<T>, key: string, work: () => T): T {
    const at = this.#open.length;
    const part: OpenPart = { steps: 1, height: 0, lowest: Infinity, needs: [] };
    const provisionalBefore = this.#provisional.length;
    this.#open.push(part);
    this.#visiting.set(key, at);
    try {
      const found = work();
      if (!this.#isTooFar) this.#keep(answers, key, this.#answer(part, at, found));
      return found;
    } finally {
      this.#open.pop();
      this.#visiting.delete(key);
      this.#close(part, at, provisionalBefore);
    }
  }

  #answer<T>({ steps, height, lowest, needs }: OpenPart, at: number, found: T): Answer<T> {
    const depends = lowest < at ? lowest : undefined;
    return { found, steps, height, needs, lowest: depends, countedFor: this.#number };
  }

  #keep<T>(answers: Answers<T>, key: string, answer: Answer<T>): void {
    answers.set(key, answer);
    const forget = (): void => void answers.delete(key);
    this.#found.push(forget);
    const outer = this.#open.at(-2);
    if (answer.lowest !== undefined) this.#provisional.push(forget);
    else outer?.needs.push(answer);
  }

  /** Passes dependencies and cost to the enclosing part, and discards answers that depended on this part. */
  #close({ steps, height, lowest, needs }: OpenPart, at: number, provisionalBefore: number): void {
    const outer = this.#open.at(-1);
    if (lowest < at && outer !== undefined) {
      outer.lowest = Math.min(outer.lowest, lowest);
      outer.steps += steps;
      for (const need of needs) outer.needs.push(need);
    } else {
      for (const forget of this.#provisional.splice(provisionalBefore)) forget();
    }
    if (outer !== undefined) outer.height = Math.max(outer.height, height + 1);
  }
}
