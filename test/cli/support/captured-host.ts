import type { CliHost } from '../../../cli/host/cli-host.ts';

export interface Captured {
  readonly host: CliHost;
  /** Standard output so far. */
  readonly output: () => string;
  readonly notes: readonly string[];
}

/** A fake process: reads nothing, sends nothing, and records what is printed. */
export function capture(changes: Partial<CliHost> = {}): Captured {
  const printed: string[] = [];
  const notes: string[] = [];
  return {
    notes,
    output: () => printed.join(''),
    host: {
      cwd: '/work',
      env: {},
      colour: false,
      fetch: () => Promise.reject(new Error('no network in a unit test')),
      now: () => '2026-01-02T03:04:05.000Z',
      print: (text) => printed.push(text),
      note: (sentence) => notes.push(sentence),
      passing: () => undefined,
      input: {
        isTerminal: false,
        readAll: () => Promise.reject(new Error('no standard input in a unit test')),
        ask: () => Promise.reject(new Error('no prompts in a unit test')),
      },
      version: '0.0.0',
      nodeMajor: 24,
      loadVault: () => {
        throw new Error('no vault in a unit test');
      },
      loadMcp: () => {
        throw new Error('no assistants in a unit test');
      },
      loadDetector: () => {
        throw new Error('no detector in a unit test');
      },
      showPage: () => false,
      signIn: {
        load: () => {
          throw new Error('no identity provider in a unit test');
        },
        fetch: () => Promise.reject(new Error('no network in a unit test')),
        openUrl: () => undefined,
      },
      bundles: '/bundles',
      node: 'node',
      python: 'python3',
      runProgram: () => Promise.reject(new Error('no program in a unit test')),
      untilStopped: () => Promise.resolve(),
      holdingSignals: (work) => work(() => false),
      uninterrupted: (work) => work(),
      ...changes,
    },
  };
}
