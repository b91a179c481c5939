/** Upper bounds of the buckets, in seconds. */
const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5] as const;

export type Labels = Readonly<Record<string, string>>;

/** Durations in buckets, with a separate series for each combination of labels. */
export class Histogram {
  readonly #name: string;
  readonly #help: string;
  readonly #series = new Map<string, Series>();

  constructor(name: string, help: string) {
    this.#name = name;
    this.#help = help;
  }

  /** The series for these labels. Store the result if durations are recorded often. */
  series(labels: Labels): Series {
    const key = labelText(labels);
    let series = this.#series.get(key);
    if (!series) this.#series.set(key, (series = new Series()));
    return series;
  }

  render(): readonly string[] {
    const lines = [...this.#series].flatMap(([labels, series]) => series.render(this.#name, labels));
    return [...header(this.#name, 'histogram', this.#help), ...lines];
  }
}

/** Durations for one combination of labels. */
export class Series {
  readonly #buckets = bounds.map(() => 0);
  #count = 0;
  #sum = 0;

  observe(seconds: number): void {
    this.#count += 1;
    this.#sum += seconds;
    const bucket = bounds.findIndex((bound) => seconds <= bound);
    if (bucket !== -1) this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1;
  }

  render(name: string, labels: string): readonly string[] {
    let below = 0;
    const lines = bounds.map((bound, index) => {
      below += this.#buckets[index] ?? 0;
      return `${name}_bucket{${labels},le="${String(bound)}"} ${String(below)}`;
    });
    return [
      ...lines,
      `${name}_bucket{${labels},le="+Inf"} ${String(this.#count)}`,
      `${name}_sum{${labels}} ${String(this.#sum)}`,
      `${name}_count{${labels}} ${String(this.#count)}`,
    ];
  }
}

/** Labels come from our own code and contain nothing that needs escaping. */
export function labelText(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',');
}

export function header(
  name: string,
  type: 'counter' | 'gauge' | 'histogram',
  help: string,
): readonly string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}
