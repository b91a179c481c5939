// The GitHub Action. Its bundle is next to that of the command line, which it runs.
import { writeSync } from 'node:fs';
import path from 'node:path';
import { ActionError } from './action-error.ts';
import { runAction } from './run-action.ts';
import { annotation } from './workflow-commands.ts';

const print = (line: string): void => {
  // Must happen before the next program writes anything.
  writeSync(1, `${line}\n`);
};

try {
  process.exitCode = runAction({ env: process.env, cli: path.join(__dirname, 'cli.js'), print });
} catch (error) {
  print(
    annotation('error', error instanceof ActionError ? error.message : `Unexpected error: ${String(error)}`),
  );
  process.exitCode = 2;
}
