import type { Frame } from '../engine/frames.ts';
import type { FunctionCode } from '../ir/ir.ts';

const maximumDepth = 12;
const maximumRecursion = 5;
const maximumCalls = 80;

/** The steps that the code of a module may take besides defining each of its units. */
const stepsPerModule = 20_000;
const stepsPerModuleUnit = 4;

/** How much of the code is followed from one entry. */
export class Limits {
  /** True once a limit kept code from being followed. */
  isCut = false;
  /** True once the limit of steps, calls or nesting kept code from being followed, apart from recursion. */
  isExceeded = false;
  #steps = 0;
  #calls = 0;

  /** Starts an entry, which can take this many steps. */
  begin(steps: number): void {
    this.#steps = steps;
  }

  /** The steps that the current entry has not taken. */
  get stepsLeft(): number {
    return Math.max(0, this.#steps);
  }

  /** False if no step is left. */
  step(): boolean {
    const mayGoOn = this.#steps-- > 0;
    this.isCut ||= !mayGoOn;
    this.isExceeded ||= !mayGoOn;
    return mayGoOn;
  }

  take(steps: number): void {
    this.#steps -= steps;
  }

  /**
   * `work` runs the code of a module with this many units. The steps are not charged to the entry that needs
   * it.
   */
  inModule(units: number, work: () => void): void {
    const steps = this.#steps;
    this.#steps = stepsPerModule + units * stepsPerModuleUnit;
    work();
    this.#steps = steps;
  }

  /** Makes a call with `work`. Undefined if it would be nested too deeply. */
  calling<T>(work: () => T): T | undefined {
    if (this.#calls >= maximumCalls) {
      this.isCut = true;
      this.isExceeded = true;
      return undefined;
    }
    this.#calls++;
    const result = work();
    this.#calls--;
    return result;
  }

  /** Also says whether a limit kept `work` from following some code. */
  noting<T>(work: () => T): { readonly result: T; readonly isCut: boolean } {
    const before = this.isCut;
    this.isCut = false;
    const result = work();
    const { isCut } = this;
    this.isCut = isCut || before;
    return { result, isCut };
  }

  /** Whether a function may be followed within the given calls. */
  mayEnter(code: FunctionCode, frames: readonly Frame[]): boolean {
    const isWithin = frames.length < maximumDepth && this.#steps > 0;
    this.isExceeded ||= !isWithin;
    const mayGoOn = isWithin && frames.filter((frame) => frame.code === code).length < maximumRecursion;
    this.isCut ||= !mayGoOn;
    return mayGoOn;
  }
}
