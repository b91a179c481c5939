// Runs a vault in its own process: `node vault-process.mjs DIR PORT [DATABASE]`. Prints its address when it
// is ready.
import { serve } from '../../../vault/main.ts';

const [, , dataDir = '', port = '0', database] = process.argv;
try {
  const vault = await serve({ dataDir, port: Number(port), ...(database !== undefined && { database }) });
  console.log(vault.url);
} catch (error) {
  console.log(error instanceof Error ? `${error.name}: ${error.message}` : 'failed');
  process.exitCode = 1;
}
