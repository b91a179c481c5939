import type { KnownAgent } from '../catalog/known-agent.ts';
import type { Finding } from '../model/finding.ts';

/** Each of several possible names is judged by itself: those that exist, and the agent cannot read. */
export function refusedNames({ affected }: Finding, { index }: KnownAgent): readonly string[] {
  return affected.filter((name) => index.find(name)?.access === 'missing');
}

/** Those that do not exist. */
export function absentNames({ affected }: Finding, { index }: KnownAgent): readonly string[] {
  return affected.filter((name) => index.find(name) === undefined);
}
