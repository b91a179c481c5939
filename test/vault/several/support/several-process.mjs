// One of several vaults: `node several-process.mjs DIR DATABASE|- ROOT-KEY|-`; prints its address when it
// answers.
import { serve } from '../../../../vault/main.ts';

const [, , dataDir = '', database = '-', rootKey = '-'] = process.argv;
try {
  const vault = await serve({
    dataDir,
    port: 0,
    log: { write() {} },
    ...(database !== '-' && { database }),
    ...(rootKey !== '-' && { rootKey }),
  });
  console.log(vault.url, vault.sealed() ?? '');
} catch (error) {
  console.log(error instanceof Error ? `${error.name}: ${error.message}` : 'failed');
  process.exitCode = 1;
}
