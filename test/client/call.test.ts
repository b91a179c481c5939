import { describe, expect, it } from 'vitest';
import { type Call, callDebugging, callLine } from '../../client/run/function.ts';
import { functionFileKey, isFunctionOfOurs } from '../../client/run/debug.ts';

const call: Call = {
  command: '/venv/bin/python',
  dist: '/extension/dist',
  file: '/w/functions/take_deposit.py',
  languageId: 'python',
  name: 'take_deposit',
  parameters: [
    { name: 'reference', type: 'str', isSecret: false },
    { name: 'amount', type: 'int', isSecret: false },
  ],
  given: { reference: 'HB-1042', amount: '500' },
  fakes: undefined,
};

describe('the program that calls a function', () => {
  it("is ours, run by the user's interpreter, with the function and its arguments", () => {
    expect(callLine(call)).toEqual({
      command: '/venv/bin/python',
      args: [
        '/extension/dist/runtime/python/call.py',
        'call',
        '/w/functions/take_deposit.py:take_deposit',
        'reference=HB-1042',
        'amount=500',
      ],
    });
  });

  it('reads fakes from a file', () => {
    expect(callLine({ ...call, given: {}, fakes: '/tmp/fakes.json' }).args.slice(1)).toEqual([
      'call',
      '/w/functions/take_deposit.py:take_deposit',
      '--fakes',
      '/tmp/fakes.json',
    ]);
  });

  it('is Node for a tool in JavaScript or TypeScript', () => {
    const tool = {
      ...call,
      command: 'node',
      file: '/w/tools/sync.ts',
      languageId: 'typescript',
      name: 'sync',
    };
    expect(callLine({ ...tool, given: {} })).toEqual({
      command: 'node',
      args: ['/extension/dist/call.js', '/w/tools/sync.ts:sync'],
    });
    expect(callDebugging(callLine(tool), 'typescript', '/w')).toMatchObject({
      type: 'node',
      runtimeExecutable: 'node',
      program: '/extension/dist/call.js',
      skipFiles: ['/extension/dist/call.js', '<node_internals>/**'],
    });
  });

  it("is debugged without a shell that stores its arguments, and stops in the user's code", () => {
    const debugging = callDebugging(callLine(call), 'python', '/w');
    expect(debugging).toMatchObject({
      type: 'debugpy',
      python: '/venv/bin/python',
      program: '/extension/dist/runtime/python/call.py',
      args: callLine(call).args.slice(1),
      cwd: '/w',
      console: 'internalConsole',
      justMyCode: true,
      rules: [{ path: '/extension/dist/runtime/python/**', include: false }],
    });
  });

  it('gets the token of its agent only if one of our commands asks', () => {
    const configuration = { agentSecrets: 'word', [functionFileKey]: '/w/functions/take_deposit.py' };
    expect(isFunctionOfOurs(configuration, 'word')).toBe(true);
    expect(isFunctionOfOurs({ ...configuration, agentSecrets: true }, 'word')).toBe(false);
    expect(isFunctionOfOurs({ agentSecrets: 'word' }, 'word')).toBe(false);
  });
});
