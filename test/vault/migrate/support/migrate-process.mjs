// Moves a vault, to be killed at any moment: `node migrate-process.mjs FROM TO`; says a line for every step.
import { migrateVault } from '../../../../vault/main.ts';

const [, , from = '', to = ''] = process.argv;
try {
  for await (const { phase, table, rows, resumed } of migrateVault({ from, to })) {
    console.log(phase, table ?? '', rows, resumed ? 'resumed' : '');
  }
} catch (error) {
  console.log(error instanceof Error ? `${error.name}: ${error.message}` : 'failed');
  process.exitCode = 1;
}
