import type { Frame } from '../engine/frames.ts';
import type { FunctionCode } from '../ir/ir.ts';

const maximumDepth = 12;
const maximumRecursion = 3;
const maximumCalls = 80;

/** What the code of a module may do besides defining each of its units. */
const stepsPerModule = 20_000;
const stepsPerModuleUnit = 4;

/** How much of the code is followed from one entry. */
export class Limits {
  /** True once code was not followed because of a limit. */
  isCut = false;
  /** True once code was not followed because it takes too many steps or calls, apart from recursion. */
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

  /** `work` runs the code of a module with this many units. It takes no steps from the entry that needs it. */
  inModule(units: number, work: () => void): void {
    const steps = this.#steps;
    this.#steps = stepsPerModule + units * stepsPerModuleUnit;
    work();
    this.#steps = steps;
  }

  /** Makes a call with `work`. Undefined if it would be within too many others. */
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
