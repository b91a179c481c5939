import type { App } from '../app.ts';

export function showLog({ log }: App): void {
  log.show();
}
