// Installs what a fresh machine lacks: `node scripts/setup.mjs`. Runs on Node 20, without packages.
import { runMain } from './lib/main.mjs';
import { setUp } from './lib/setup.mjs';

await runMain(async () => {
  const programs = await setUp({ codeServer: true, chromium: true });
  for (const [name, file] of Object.entries(programs)) console.log(`${name}: ${file}`);
});
