import type { AgentCatalog } from '../../contracts/catalog.ts';
import { fakeSecretsOf, missingNamesOf } from './fake-values.ts';
import { pythonFakes } from './python-fakes.ts';
import { typescriptFakes } from './typescript-fakes.ts';

export const fakesLanguages = ['python', 'typescript'] as const;
export type FakesLanguage = (typeof fakesLanguages)[number];

export interface FakesFile {
  readonly name: string;
  readonly text: string;
}

/** Marks a file as generated, so that it can be overwritten when the secrets change. */
const mark = 'Written by Agent Secrets.';

/**
 * Generates a module with made-up values and the right types, for an agent's tests. The text depends only on
 * names, kinds, fields and access. `undefined` if the agent can't read any secret.
 */
export function fakesFile(catalog: AgentCatalog, language: FakesLanguage): FakesFile | undefined {
  const secrets = fakeSecretsOf(catalog);
  if (secrets.length === 0) return undefined;
  const missing = missingNamesOf(catalog);
  const about = `${mark} Fakes of the secrets of agent ${inComment(catalog.agentId)}, for tests without a vault.`;
  return language === 'python'
    ? { name: fakesFileName.python, text: pythonFakes({ secrets, missing, about }) }
    : { name: fakesFileName.typescript, text: typescriptFakes({ secrets, missing, about }) };
}

export const fakesFileName: Readonly<Record<FakesLanguage, string>> = {
  python: 'fake_secrets.py',
  typescript: 'fake-secrets.ts',
};

/**
 * Escapes text for a comment, which a line terminator would end. JSON escapes all of them except the two that
 * only JavaScript has.
 */
function inComment(text: string): string {
  return JSON.stringify(text).replaceAll(/[\u2028\u2029]/g, ' ');
}

/** Whether a file may be overwritten. Files that users wrote are never overwritten. */
export function isFakesFile(text: string): boolean {
  return text.slice(0, 200).includes(mark);
}
