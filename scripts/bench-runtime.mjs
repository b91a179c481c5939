// `npm run bench:runtime [-- --quick]`: compares how many reads per second the Python client, the Node client
// and curl can make. Then makes 1,000 reads after a revoke, for each client and storage type.
import { parseArgs } from 'node:util';
import { run } from '../test/bench/runtime/run.ts';
import { runMain } from './lib/main.mjs';
import { setUp } from './lib/setup.mjs';

await runMain(async (shutdown) => {
  const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
  await setUp({});
  const size = values.quick
    ? { rounds: 1, reads: 320, revocations: 20 }
    : { rounds: 3, reads: 3200, revocations: 1000 };
  const tables = await run({ ...size, tell: (text) => console.error(text) });
  console.log(tables.join('\n\n'));
  await shutdown.exit(0);
});
