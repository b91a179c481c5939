// `node changed.mts [COMMIT]` prints what `npm test -- --changed` should run, as JSON. By default, considers
// the changes since the last commit shared with the main branch.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { affectedBy } from './affected.mts';
import { run } from './command.mjs';
import { runMain } from './main.mjs';
import { root } from './paths.mjs';
import { Sentence } from './sentence.mjs';

await runMain(async () => {
  const base = process.argv[2] ?? (await sharedWithMain());
  const changed = [
    ...(await lines('diff', '--name-only', '--no-renames', base)),
    ...(await lines('ls-files', '--others', '--exclude-standard')),
  ];
  const texts = new Map<string, string>();
  for (const file of await lines('ls-files', '--cached', '--others', '--exclude-standard')) {
    const text = await textOf(file);
    if (text !== undefined) texts.set(file, text);
  }
  const files = changed.filter((file) => texts.has(file));
  process.stdout.write(JSON.stringify({ ...affectedBy(texts, changed), files }));
});

async function sharedWithMain(): Promise<string> {
  for (const main of ['main', 'origin/main']) {
    const { code, output } = await run('git', ['merge-base', 'HEAD', main], { cwd: root });
    if (code === 0) return output.trim();
  }
  throw new Sentence('There is no branch main. Pass a commit: npm test -- --changed=COMMIT');
}

async function lines(...args: readonly string[]): Promise<readonly string[]> {
  const { code, output } = await run('git', args, { cwd: root });
  if (code !== 0) throw new Sentence(`git ${args.join(' ')} failed: ${output.trim()}`);
  return output.split('\n').filter(Boolean);
}

/** Undefined if the file was deleted. */
async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(path.join(root, file), 'utf8');
  } catch {
    return undefined;
  }
}
