import { type Order, takeOrder } from './order.ts';
import { runProgram } from './run-program.ts';
import { environmentOfProgram, handoverVariable } from './variables.ts';

/**
 * Composition root of the process that the editor starts in a terminal. It receives an order from the editor
 * and runs it here, so that no value or key appears in the terminal's command line, options or history.
 */
void main();

async function main(): Promise<void> {
  const taken = await takeOrder(process.env[handoverVariable] ?? '');
  if (!taken) {
    say('Agent Secrets: this run is over. Start it again from the editor.');
    process.exitCode = 2;
    return;
  }
  const { order, done } = taken;
  for (const note of order.notes) say(note);
  process.exitCode = await codeOf(order);
  done();
  if (order.goodbye !== undefined) await waitForKey(order.goodbye);
}

async function codeOf({ command, args, cwd, variables, words }: Order): Promise<number> {
  const env = environmentOfProgram(process.env, variables);
  const ending = await runProgram(
    { command, args, cwd, env },
    {
      on: (signal, listener) => process.on(signal, listener),
      off: (signal, listener) => process.off(signal, listener),
      hasTerminal: process.stdin.isTTY,
    },
  );
  if (ending.kind === 'ended') return ending.code;
  say(ending.kind === 'notFound' ? words.notFound : words.notStarted);
  return ending.kind === 'notFound' ? 127 : 126;
}

/** Keeps the terminal open so that the user can read the program's output. */
function waitForKey(goodbye: string): Promise<void> {
  const { stdin } = process;
  if (!stdin.isTTY) return Promise.resolve();
  say(`\n${goodbye.replace('{0}', String(process.exitCode))}`);
  return new Promise((resolve) => {
    stdin.setRawMode(true);
    stdin.once('data', () => {
      stdin.setRawMode(false);
      stdin.pause();
      // Exits with 0, so that the terminal closes without another message about the exit code.
      process.exitCode = 0;
      resolve();
    });
  });
}

/** Removes control characters, because the text contains untrusted names. */
function say(sentence: string): void {
  process.stderr.write(`${sentence.replaceAll(/[^\P{Cc}\n]/gu, '')}\n`);
}
