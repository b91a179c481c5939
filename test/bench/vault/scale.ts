/** The amount of measurements. */
export interface Scale {
  /** Of each load. */
  readonly seconds: number;
  /** The duration of the warm-up before the first round. */
  readonly secondsOfWarmUp: number;
  /** The rounds of each comparison; the result is their median. */
  readonly rounds: number;
  /** Secrets of the vault used to measure rates. */
  readonly secrets: number;
  readonly many: number;
  /** The duration of each load on a vault of one size. */
  readonly secondsOfSize: number;
  readonly secretSizes: readonly number[];
  readonly agentSizes: readonly number[];
}

export const full: Scale = {
  seconds: 2,
  secondsOfWarmUp: 1,
  rounds: 3,
  secrets: 10_000,
  many: 100_000,
  secondsOfSize: 1,
  secretSizes: [100, 1000, 10_000, 100_000],
  agentSizes: [10, 100, 1000, 10_000],
};

export const quick: Scale = {
  seconds: 1,
  secondsOfWarmUp: 1,
  rounds: 1,
  secrets: 10_000,
  many: 10_000,
  secondsOfSize: 0.4,
  secretSizes: [100, 10_000],
  agentSizes: [10, 1000],
};
