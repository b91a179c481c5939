import type { App } from '../app.ts';

export async function refresh({ session, currentAgent }: App): Promise<void> {
  await Promise.all([session.refresh(), currentAgent.refresh()]);
}
