import type { CliHost } from '../host/cli-host.ts';

/**
 * Progress of a long operation. On a terminal, one line is updated; elsewhere, nothing is printed until the
 * end.
 */
export interface Progress {
  /** `total` is undefined while it is unknown. Calls are rate limited. */
  report(done: number, total?: number): void;
  /** Removes the line. Call this before printing anything else. */
  end(): void;
}

const shownEveryMs = 100;

/** `what` describes the operation, such as "Copying secrets". */
export function showProgress(host: Pick<CliHost, 'passing' | 'now'>, what: string): Progress {
  let shownAt = Number.NEGATIVE_INFINITY;
  return {
    report(done, total) {
      const now = Date.parse(host.now());
      if (now - shownAt < shownEveryMs) return;
      shownAt = now;
      host.passing(`${what}: ${amount(done, total)}`);
    },
    end() {
      host.passing('');
    },
  };
}

function amount(done: number, total: number | undefined): string {
  if (total === undefined || total === 0) return grouped(done);
  const percent = Math.floor((Math.min(done, total) / total) * 100);
  return `${grouped(done)} of ${grouped(total)} (${String(percent)} %)`;
}

function grouped(count: number): string {
  return count.toLocaleString('en');
}
