/** The amount of measurements. */
export interface Scale {
  /** Of each load. */
  readonly seconds: number;
  /** Of the load before the first round, which is not counted. */
  readonly secondsOfWarmUp: number;
  /** Of each comparison; the median counts. */
  readonly rounds: number;
  /** Secrets of the vault used to measure rates. */
  readonly secrets: number;
  readonly many: number;
  /** Of each load on a vault of one size. */
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
