// A vault in its own process: `node vault-process.mjs DIR PORT [DATABASE]`; prints its address when it
// answers.
import { serve } from '../../../vault/main.ts';

const [, , dataDir = '', port = '0', database] = process.argv;
try {
  const vault = await serve({ dataDir, port: Number(port), ...(database !== undefined && { database }) });
  console.log(vault.url);
} catch (error) {
  console.log(error instanceof Error ? `${error.name}: ${error.message}` : 'failed');
  process.exitCode = 1;
}
