import { describe, expect, it } from 'vitest';
import { isFromChangesPanel } from '../../contracts/access-changes-messages.ts';
import { isRevision } from '../../contracts/changes.ts';

describe('the base of a comparison', () => {
  it.each(['main', 'origin/main', 'release/1.2', 'v1.0.0', 'HEAD~3', 'HEAD^', 'main@{1}', 'a1b2c3d'])(
    'can be %s',
    (base) => expect(isRevision(base)).toBe(true),
  );

  it.each([
    '',
    '-h',
    '--output=/tmp/x',
    '--upload-pack=sh',
    'main..HEAD',
    'a b',
    'main\n-h',
    'main:file',
    'x\0',
  ])('cannot be %j', (base) => expect(isRevision(base)).toBe(false));

  it('cannot be longer than any sensible name', () => {
    expect(isRevision('a'.repeat(256))).toBe(true);
    expect(isRevision('a'.repeat(257))).toBe(false);
  });
});

describe('messages of the Review Access Changes panel', () => {
  it('name a row of a list', () => {
    expect(isFromChangesPanel({ type: 'open-place', list: 'needs', index: 0 })).toBe(true);
    expect(isFromChangesPanel({ type: 'act', verb: 'grant', index: 2 })).toBe(true);
  });

  it.each([
    { type: 'open-place', list: '__proto__', index: 0 },
    { type: 'open-place', list: 'needs', index: '0' },
    { type: 'act', verb: 'delete', index: 0 },
    { type: 'run' },
  ])('are rejected if they ask for anything else: %j', (message) => {
    expect(isFromChangesPanel(message)).toBe(false);
  });
});
