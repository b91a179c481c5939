import { describe, expect, it } from 'vitest';
import type { Completion, Finding } from '../../analysis/index.ts';
import { toSemanticTokens } from '../../server/features-to-lsp.ts';
import { serverCommandIds } from '../../contracts/server-command-ids.ts';
import { toCompletionItem, toDiagnostic, toHover } from '../../server/to-lsp.ts';

const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } };
const finding: Finding = {
  rule: 'secret-deprecated',
  severity: 'information',
  message: 'Use another one.',
  range,
  agentId: 'booking',
  names: ['old'],
  suggestions: [],
  affected: [],
  related: [],
  deprecated: false,
};

describe('a finding in the editor', () => {
  it('names its rule, and links to its page', () => {
    const diagnostic = toDiagnostic(finding);
    expect(diagnostic).toMatchObject({
      code: 'secret-deprecated',
      source: 'agent-secrets',
      severity: 3,
      range,
    });
    expect(diagnostic.codeDescription?.href).toContain('docs/rules/secret-deprecated.md');
    expect(diagnostic).not.toHaveProperty('tags');
    expect(diagnostic).not.toHaveProperty('relatedInformation');
  });

  it('is struck through when it is about something deprecated', () => {
    expect(toDiagnostic({ ...finding, deprecated: true }).tags).toEqual([2]);
  });

  it('leads to the other places that explain it', () => {
    const related = [{ uri: 'file:///w/names.py', range, message: 'The name comes from here.' }];
    expect(toDiagnostic({ ...finding, related }).relatedInformation).toEqual([
      { location: { uri: 'file:///w/names.py', range }, message: 'The name comes from here.' },
    ]);
  });
});

describe('a completion item in the editor', () => {
  const before = { start: range.start, end: { line: 1, character: 4 } };
  const offer: Completion = {
    label: 'crm',
    kind: 'secret',
    detail: 'single',
    documentation: '',
    insert: before,
    replace: range,
    insertText: 'crm',
    sortText: '0 crm',
    filterText: 'crm',
  };
  const support = { commands: true, insertReplace: true, labelDetails: true };

  it('lets the user choose whether the rest of the old name is replaced', () => {
    expect(toCompletionItem(offer, support)?.textEdit).toEqual({
      insert: before,
      replace: range,
      newText: 'crm',
    });
  });

  it('replaces the old name in editors that make no difference', () => {
    expect(toCompletionItem(offer, { ...support, insertReplace: false })?.textEdit).toEqual({
      range,
      newText: 'crm',
    });
  });
});

describe('a row of the completion list', () => {
  const offer: Completion = {
    label: 'crm',
    kind: 'secret',
    detail: 'single',
    description: 'Key of the guest database',
    preselected: true,
    documentation: '',
    insert: range,
    replace: range,
    insertText: 'crm',
    sortText: '0 crm',
    filterText: 'crm',
  };
  const support = { commands: true, insertReplace: true, labelDetails: true };

  it('shows what the secret is for, if the editor has room for it', () => {
    expect(toCompletionItem(offer, support)?.labelDetails).toEqual({
      description: 'Key of the guest database',
    });
    expect(toCompletionItem(offer, { ...support, labelDetails: false })).not.toHaveProperty('labelDetails');
  });

  it('is selected first if it is the likely one', () => {
    expect(toCompletionItem(offer, support)?.preselect).toBe(true);
    expect(toCompletionItem({ ...offer, preselected: false }, support)).not.toHaveProperty('preselect');
  });
});

describe('a hover in the editor', () => {
  const argument = { name: 'a)[x](command:evil', agentId: 'booking' };
  const hover = {
    range,
    markdown: '`crm`',
    commands: [
      { id: serverCommandIds.copyName, title: 'Copy Name', argument },
      { id: serverCommandIds.showInSecretsView, title: 'Show in Secrets View', argument },
    ],
  };
  const textOf = (hasCommands: boolean) => JSON.stringify(toHover(hover, hasCommands).contents);

  it('links to commands, whose argument cannot end the link', () => {
    expect(textOf(true)).toMatch(
      /`crm`\\n\\n\[Copy Name\]\(command:agentSecrets\.copyName\?[\w%.-]+\) · \[Show in Secrets View\]\(command:agentSecrets\.showInSecretsView\?[\w%.-]+\)"/,
    );
    expect(decodeURIComponent(textOf(true))).toContain('[{"name":"a)[x](command:evil","agentId":"booking"}]');
  });

  it('has no links in a client without these commands', () => {
    expect(toHover(hover, false).contents).toEqual({ kind: 'markdown', value: '`crm`' });
  });
});

describe('token positions', () => {
  const at = (line: number, start: number, end: number) => ({
    start: { line, character: start },
    end: { line, character: end },
  });

  it('are relative to the previous one', () => {
    expect(toSemanticTokens([at(2, 4, 7), at(2, 10, 12), at(5, 1, 2)]).data).toEqual([
      2, 4, 3, 0, 1, 0, 6, 2, 0, 1, 3, 1, 1, 0, 1,
    ]);
  });
});
