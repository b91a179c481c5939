// `node scripts/example-pull-request.mjs FOLDER`: writes the example repository of docs/for-reviewers.md, with the
// pull request checked out, to a new folder. Requires Node 24.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { runMain } from './lib/main.mjs';
import { Sentence } from './lib/sentence.mjs';

await runMain(async () => {
  const [folder] = process.argv.slice(2);
  if (folder === undefined)
    throw new Sentence('Name a new folder: node scripts/example-pull-request.mjs FOLDER');
  const root = path.resolve(folder);
  if (existsSync(root)) throw new Sentence(`${root} exists. Name a new folder.`);
  const { pullRequestBranch, writeExampleHistory } = await import('../test/reviewers/example-history.ts');
  writeExampleHistory(root);
  console.log(
    `Wrote ${root}. Its branch ${pullRequestBranch} is a pull request to main. In that folder, try:`,
  );
  console.log('agent-secrets check --diff main --catalog catalog.json');
});
