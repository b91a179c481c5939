import type { App } from '../app.ts';

export async function restartServer({ languageClient }: App): Promise<void> {
  await languageClient.restart();
}
