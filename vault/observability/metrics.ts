/** Upper ends, in seconds, of the times that are told apart. */
const bucketEnds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5] as const;

/** A figure that is asked for when somebody looks. */
export interface Gauge {
  readonly name: string;
  readonly help: string;
  readonly read: () => number;
}

/**
 * Counts answers by method, route and status. Labels are patterns of routes and never what was in an
 * address, so that no name of a secret or agent gets here and the number of series is bounded.
 */
export class Metrics {
  readonly #answers = new Map<string, Series>();
  readonly #gauges: Gauge[] = [];

  answered(method: string, route: string, status: number, seconds: number): void {
    const key = `${method} ${route} ${String(status)}`;
    let series = this.#answers.get(key);
    if (!series) {
      series = { method, route, status, count: 0, seconds: 0, buckets: bucketEnds.map(() => 0) };
      this.#answers.set(key, series);
    }
    series.count += 1;
    series.seconds += seconds;
    const bucket = bucketEnds.findIndex((end) => seconds <= end);
    if (bucket !== -1) series.buckets[bucket] = (series.buckets[bucket] ?? 0) + 1;
  }

  add(gauge: Gauge): void {
    this.#gauges.push(gauge);
  }

  /** In the text format of Prometheus. */
  render(): string {
    const gauges = this.#gauges.flatMap(({ name, help, read }) => [
      ...header(name, 'gauge', help),
      `${name} ${String(read())}`,
    ]);
    const answers = [...this.#answers.values()].flatMap(linesOf);
    return `${[...gauges, ...header(histogram, 'histogram', 'Time from request to answer.'), ...answers].join('\n')}\n`;
  }
}

const histogram = 'agent_secrets_vault_request_seconds';

interface Series {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly buckets: number[];
  count: number;
  seconds: number;
}

function linesOf({ method, route, status, buckets, count, seconds }: Series): readonly string[] {
  const labels = `method="${method}",route="${route}",status="${String(status)}"`;
  let below = 0;
  const lines = bucketEnds.map((end, index) => {
    below += buckets[index] ?? 0;
    return `${histogram}_bucket{${labels},le="${String(end)}"} ${String(below)}`;
  });
  return [
    ...lines,
    `${histogram}_bucket{${labels},le="+Inf"} ${String(count)}`,
    `${histogram}_sum{${labels}} ${String(seconds)}`,
    `${histogram}_count{${labels}} ${String(count)}`,
  ];
}

function header(name: string, type: 'gauge' | 'histogram', help: string): readonly string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}
