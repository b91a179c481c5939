import type { AgentCatalog, CatalogSecret, CatalogSnapshot } from './catalog.ts';
import { type Entry, readEntries, readJson, type Reading, textOf } from './read-entries.ts';

export type { Reading } from './read-entries.ts';

/** Reads a file that `agent-secrets catalog export` has written. */
export function readCatalogSnapshot(text: string): Reading<CatalogSnapshot> {
  return readJson(text, (entry) => {
    if (entry.at('version').value !== 1) entry.at('version').fail('1');
    const environment = entry.at('environment');
    return {
      version: 1,
      asOf: entry.at('asOf').text(),
      agents: entry.at('agents').list(agentCatalog),
      ...(environment.value !== undefined && { environment: environment.list(textOf) }),
    };
  });
}

export function readAgentCatalog(value: unknown): Reading<AgentCatalog> {
  return readEntries(value, agentCatalog);
}

export function readTexts(value: unknown): Reading<string[]> {
  return readEntries(value, (entry) => entry.list(textOf));
}

function agentCatalog(entry: Entry): AgentCatalog {
  return {
    agentId: entry.at('agentId').text(),
    agentName: entry.at('agentName').text(),
    complete: entry.at('complete').flag(),
    secrets: entry.at('secrets').list(secret),
  };
}

function secret(entry: Entry): CatalogSecret {
  const [accessUntil, deprecated] = [entry.at('accessUntil'), entry.at('deprecated')];
  const [expiresOn, rotateBy] = [entry.at('expiresOn'), entry.at('rotateBy')];
  const rotateEveryDays = entry.at('rotateEveryDays');
  return {
    name: entry.at('name').text(),
    kind: entry.at('kind').oneOf('single', 'key_value'),
    fields: entry.at('fields').list(textOf),
    description: entry.at('description').text(),
    access: entry.at('access').oneOf('granted', 'missing'),
    ...(accessUntil.value !== undefined && { accessUntil: accessUntil.text() }),
    updatedAt: entry.at('updatedAt').text(),
    ...(deprecated.value !== undefined && { deprecated: deprecation(deprecated) }),
    ...(expiresOn.value !== undefined && { expiresOn: expiresOn.text() }),
    ...(rotateBy.value !== undefined && { rotateBy: rotateBy.text() }),
    ...(rotateEveryDays.value !== undefined && { rotateEveryDays: rotateEveryDays.count(1) }),
  };
}

function deprecation(entry: Entry): NonNullable<CatalogSecret['deprecated']> {
  const replacement = entry.at('replacement');
  return replacement.value === undefined ? {} : { replacement: replacement.text() };
}
