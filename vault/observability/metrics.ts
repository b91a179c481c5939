import { type ProblemCode, problems } from '../../contracts/vault-api/problem.ts';
import { header, Histogram, type Labels, labelText, type Series } from './histogram.ts';

/** One value of a metric that has several values, distinguished by labels. */
export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

/**
 * A metric that is read at every scrape, so reading it must cost almost nothing: no query, no file access.
 */
export interface Figure {
  readonly name: string;
  readonly help: string;
  /** The type is gauge by default. */
  readonly type?: 'counter' | 'gauge';
  /** `undefined` while the value is unknown. */
  readonly read: () => number | readonly Sample[] | undefined;
}

/**
 * Counts responses by method, route and status, and refusals by code. Labels are route patterns and fixed
 * words, never part of a URL, so they contain no name of a secret or agent and the number of series is
 * bounded.
 */
export class Metrics {
  readonly #requests = new Histogram('agent_secrets_vault_request_seconds', 'Time from request to response.');
  readonly #histograms: Histogram[] = [this.#requests];
  readonly #answers = new Map<string, Series>();
  readonly #figures: Figure[] = [];
  readonly #refusals = new Map<string, number>();

  constructor() {
    this.add({
      name: 'agent_secrets_vault_problems_total',
      help: 'Requests that were rejected or failed, by the code of the response.',
      type: 'counter',
      read: () => codes.map((code) => ({ labels: { code }, value: this.#refusals.get(code) ?? 0 })),
    });
  }

  answered(method: string, route: string, status: number, seconds: number): void {
    const key = `${method} ${route} ${String(status)}`;
    let series = this.#answers.get(key);
    if (!series) {
      series = this.#requests.series({ method, route, status: String(status) });
      this.#answers.set(key, series);
    }
    series.observe(seconds);
  }

  refused(code: ProblemCode): void {
    this.#refusals.set(code, (this.#refusals.get(code) ?? 0) + 1);
  }

  add(figure: Figure): void {
    this.#figures.push(figure);
  }

  addHistogram(histogram: Histogram): void {
    this.#histograms.push(histogram);
  }

  /** Renders the metrics in the Prometheus text format. */
  render(): string {
    const lines = [
      ...this.#figures.flatMap(linesOf),
      ...this.#histograms.flatMap((histogram) => histogram.render()),
    ];
    return `${lines.join('\n')}\n`;
  }
}

/**
 * All series exist from the start: a rate over a series that begins with its first event misses that event.
 */
const codes: readonly string[] = Object.keys(problems);

function linesOf({ name, help, type = 'gauge', read }: Figure): readonly string[] {
  const value = read();
  if (value === undefined) return [];
  const samples =
    typeof value === 'number'
      ? [`${name} ${String(value)}`]
      : value.map((sample) => `${name}{${labelText(sample.labels)}} ${String(sample.value)}`);
  return [...header(name, type, help), ...samples];
}
