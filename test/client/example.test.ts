import { describe, expect, it } from 'vitest';
import { nameOfCopy } from '../../client/commands/example.ts';

describe('the copy of the example', () => {
  it('has a plain name in a folder without one', () => {
    expect(nameOfCopy([])).toBe('agent-secrets-example');
    expect(nameOfCopy(['agent-secrets', 'example'])).toBe('agent-secrets-example');
  });

  it('gets the first free number next to earlier copies', () => {
    expect(nameOfCopy(['agent-secrets-example'])).toBe('agent-secrets-example-2');
    expect(nameOfCopy(['agent-secrets-example', 'agent-secrets-example-2', 'agent-secrets-example-4'])).toBe(
      'agent-secrets-example-3',
    );
  });

  it('does not rely on a case-sensitive disk', () => {
    expect(nameOfCopy(['Agent-Secrets-Example'])).toBe('agent-secrets-example-2');
  });
});
