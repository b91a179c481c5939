import type { App } from '../app/app.ts';

/** Also after it did not start: the views look again for the agent. */
export async function restartServer({ languageClient, currentAgent, log }: App): Promise<void> {
  try {
    await languageClient.restart();
  } catch (error) {
    log.error('The language server did not start.', error instanceof Error ? error.message : '');
    return currentAgent.noServer();
  }
  await currentAgent.refresh();
}
