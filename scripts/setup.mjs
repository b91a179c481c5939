// Installs what a fresh machine is missing: `node scripts/setup.mjs`. Runs on Node 20, without packages.
// `--packages` installs only the packages. By default, it also installs VS Code for the browser and all
// programs that tests use.
import { runMain } from './lib/main.mjs';
import { setUp } from './lib/setup.mjs';

await runMain(async () => {
  const everything = !process.argv.includes('--packages');
  const programs = await setUp({
    codeServer: everything,
    chromium: everything,
    python: everything,
    operating: everything,
  });
  for (const [name, file] of Object.entries(programs)) console.log(`${name}: ${file}`);
});
