/** One row of the table. */
export interface Figure {
  readonly name: string;
  readonly engine: string;
  /** The measured figure, as a string with its unit. */
  readonly seen: string;
  /** The figure of a bare fastify in the same run. */
  readonly hello?: string;
  readonly ratio?: number;
  /** The required figure, as a string. */
  readonly must?: string;
  /** Whether the requirement is met. */
  readonly isReached?: boolean;
}

export type Growth = readonly {
  readonly size: string;
  readonly [column: string]: string;
}[];

export function perSecond(rate: number): string {
  return `${Math.round(rate).toLocaleString('en')}/s`;
}

export function milliseconds(value: number): string {
  return `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`;
}

/** The median: other programs may use the machine too. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, engine, seen, hello = '', ratio, must = '–', isReached }) => {
    const verdict = isReached === undefined ? '' : isReached ? 'yes' : '**no**';
    const cells = [name, engine, seen, hello, ratio === undefined ? '' : ratio.toFixed(3), must, verdict];
    return `| ${cells.join(' | ')} |`;
  });
  const head = '| figure | storage | seen | bare fastify | ratio | must | reached |';
  return [head, '| --- | --- | ---: | ---: | ---: | ---: | --- |', ...rows].join('\n');
}

export function growthTable(title: string, growth: Growth): string {
  const columns = Object.keys(growth[0] ?? {});
  const rows = growth.map((row) => `| ${columns.map((column) => row[column] ?? '').join(' | ')} |`);
  const line = `| ${columns.map(() => '---:').join(' | ')} |`;
  return [`${title}:\n`, `| ${columns.join(' | ')} |`, line, ...rows].join('\n');
}
