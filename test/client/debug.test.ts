import { describe, expect, it } from 'vitest';
import {
  consentOf,
  fitConfigurations,
  movesConsole,
  runOf,
  unfitBecause,
  wantsSecrets,
  withSecrets,
} from '../../client/run/debug.ts';

const written = { type: 'node', request: 'launch', name: 'Pay', agentSecrets: true, env: { PORT: '1' } };

describe('a launch configuration', () => {
  it('gets secrets only where it says true, or where our command has set the marker of this window', () => {
    const wishes = [true, 'word', false, 'another word', 'person', undefined];
    expect(wishes.map((agentSecrets) => wantsSecrets({ agentSecrets }, 'word'))).toEqual([
      'file',
      'person',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('gets them again without a question only for the same agent', () => {
    const given = consentOf(written, 'BOOKING');
    expect(given).toBe(consentOf({ name: 'Pay', type: 'debugpy' }, 'BOOKING'));
    expect(given).not.toBe(consentOf(written, 'BILLING'));
    expect(given).not.toBe(consentOf(written));
  });

  it('gets them in the environment of its copy; the written configuration is unchanged', () => {
    const before = structuredClone(written);
    const resolved = withSecrets(written, { SHOP_API_KEY: 'not-a-real-key' }, 7);
    expect(resolved).toMatchObject({ name: 'Pay', env: { PORT: '1', SHOP_API_KEY: 'not-a-real-key' } });
    expect(runOf(resolved)).toBe(7);
    expect(written).toEqual(before);
  });

  it('runs where no debugger types the environment into a terminal, and logs nothing of it', () => {
    const node = { ...written, console: 'integratedTerminal', trace: true };
    expect(movesConsole(node)).toBe(true);
    expect(withSecrets(node, {}, 1)).toMatchObject({ console: 'internalConsole', trace: false });
    const python = { ...written, type: 'debugpy', console: 'integratedTerminal', logToFile: true };
    expect(movesConsole(python)).toBe(false);
    expect(withSecrets(python, {}, 1)).toMatchObject({ console: 'integratedTerminal', logToFile: false });
  });

  it('is not supported when its program already runs, or its debugger takes no environment', () => {
    expect(unfitBecause({ type: 'node', request: 'attach' })).toBe('attach');
    expect(unfitBecause({ type: 'chrome', request: 'launch' })).toBe('type');
    expect(unfitBecause({ type: 'debugpy', request: 'launch' })).toBeUndefined();
  });

  it('is offered when it can be started with secrets, regardless of the rest of the file', () => {
    const all = [written, { type: 'chrome', request: 'launch', name: 'Page' }, 'nonsense', { type: 'node' }];
    expect(fitConfigurations(all).map(({ name }) => name)).toEqual(['Pay']);
    expect(fitConfigurations('nonsense')).toEqual([]);
  });
});
