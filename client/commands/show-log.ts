import type { App } from '../app/app.ts';

export function showLog({ log }: App): void {
  log.show();
}
