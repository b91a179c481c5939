import type { App } from '../app/app.ts';

export async function refresh({ session, currentAgent, requests, environment }: App): Promise<void> {
  await Promise.all([session.refresh(), currentAgent.refresh(), requests.refresh(), environment.refresh()]);
}
