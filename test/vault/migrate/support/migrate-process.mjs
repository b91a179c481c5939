// Moves a vault and prints a line for every step: `node migrate-process.mjs FROM TO [LINES]`. After LINES
// lines it kills itself, at that very step: a parent that counts them may be late on a busy machine.
import { writeSync } from 'node:fs';
import { migrateVault } from '../../../../vault/main.ts';

const [, , from = '', to = '', lines = 'Infinity'] = process.argv;
let said = 0;
try {
  for await (const { phase, table, rows, resumed } of migrateVault({ from, to })) {
    say(`${phase} ${table ?? ''} ${rows} ${resumed ? 'resumed' : ''}`);
  }
} catch (error) {
  say(error instanceof Error ? `${error.name}: ${error.message}` : 'failed');
  process.exitCode = 1;
}

/**
 * Synchronously, so that no output is lost with the process.
 * @param {string} line
 */
function say(line) {
  writeSync(1, `${line.trimEnd()}\n`);
  said += 1;
  if (said === Number(lines)) process.kill(process.pid, 'SIGKILL');
}
