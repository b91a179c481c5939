import type { KnownAgent } from '../catalog/known-agent.ts';
import type { Finding } from '../model/finding.ts';

/** Names that exist but that the agent cannot read; several possible names are judged separately. */
export function refusedNames({ affected }: Finding, { index }: KnownAgent): readonly string[] {
  return affected.filter((name) => index.find(name)?.access === 'missing');
}

/** Names that do not exist. */
export function absentNames({ affected }: Finding, { index }: KnownAgent): readonly string[] {
  return affected.filter((name) => index.find(name) === undefined);
}
