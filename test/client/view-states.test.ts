import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const manifest = read('package.json') as {
  readonly contributes: { readonly viewsWelcome: readonly Welcome[] };
};
const languages = ['', '.de', '.ja'].map(
  (language) => read(`package.nls${language}.json`) as Readonly<Record<string, string>>,
);

interface Welcome {
  readonly view: string;
  readonly when: string;
  readonly contents: string;
}

/** States whose words are in rows or in the line above them. */
const ofLists = ['signedOut', 'keyRefused', 'disabled', 'offline', 'refused', 'failed', 'empty'];
const views = [
  ['agentSecrets.secrets', 'agentSecrets.state', [...ofLists, 'noAgent', 'unknownAgent', 'serverFailed']],
  ['agentSecrets.environment', 'agentSecrets.environmentState', [...ofLists, 'noPerson']],
  ['agentSecrets.requests', 'agentSecrets.requestsState', [...ofLists, 'noAgent']],
] as const;

const roles = [
  ['an admin', ['mayCreate', 'mayGrant', 'mayList']],
  ['an author', ['mayRequest']],
  ['a reviewer', ['mayList']],
] as const;

const matrix = views.flatMap(([view, key, states]) =>
  states.flatMap((state) => roles.map(([role, rights]) => ({ view, key, state, role, rights }))),
);

/** The Secrets view has the button with which users sign in; the other views only link to it. */
function isLink(view: string, state: string): boolean {
  return view !== 'agentSecrets.secrets' && /^(?:signedOut|keyRefused)$/.test(state);
}

describe('a view without rows says why, with one button', () => {
  it.each(matrix)('$view, $state, for $role', ({ view, key, state, rights }) => {
    const shown = manifest.contributes.viewsWelcome.filter(
      (welcome) => welcome.view === view && holds(welcome.when, { key, state, rights }),
    );
    expect(shown).toHaveLength(1);
    for (const words of languages) {
      const text = words[shown[0]?.contents.slice(1, -1) ?? ''] ?? '';
      const lines = text.split('\n');
      expect(lines[0]).toMatch(/[^\s\])]$/);
      const buttons = lines.filter((line) => /^\[[^\]]+\]\(command:[^)]+\)$/.test(line));
      expect(buttons).toHaveLength(isLink(view, state) ? 0 : 1);
      if (isLink(view, state)) expect(text).toContain('](command:agentSecrets.signIn)');
    }
  });

  it.each(views)('%s has no words for an impossible state', (view, key, states) => {
    const told = manifest.contributes.viewsWelcome
      .filter((welcome) => welcome.view === view)
      .map(({ when }) => new RegExp(`${key} == (\\w+)`).exec(when)?.[1]);
    expect(told.filter((state) => !states.some((one) => one === state))).toEqual([]);
  });
});

/** The few forms of `when` that welcome texts use. */
function holds(
  when: string,
  { key, state, rights }: { key: string; state: string; rights: readonly string[] },
): boolean {
  return when.split(' && ').every((clause) => {
    if (clause.includes(' == ')) return clause === `${key} == ${state}`;
    const right = /^!?agentSecrets\.(\w+)$/.exec(clause)?.[1] ?? '';
    return rights.includes(right) !== clause.startsWith('!');
  });
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8'));
}
