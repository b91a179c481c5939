// `npm run release:check -- TAG`: rejects a tag that does not match package.json and CHANGELOG.md.
// With a second argument, writes the version's changelog section to that file.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { asText, fieldOf, readJson } from './lib/json.mjs';
import { runMain } from './lib/main.mjs';
import { root } from './lib/paths.mjs';
import { notesOf, problemsOfRelease } from './lib/release.ts';
import { Sentence } from './lib/sentence.mjs';

await runMain(async () => {
  const [tag = '', notes] = process.argv.slice(2);
  const project = await readJson(path.join(root, 'package.json'));
  const version = asText(fieldOf(project, 'version'));
  const repository = asText(fieldOf(fieldOf(project, 'repository'), 'url'));
  const publishedFrom = process.env['GITHUB_REPOSITORY'];
  const changelog = await readFile(path.join(root, 'CHANGELOG.md'), 'utf8');
  const problems = problemsOfRelease({ tag, version, changelog, repository, publishedFrom });
  if (problems.length > 0) throw new Sentence(problems.join(' '));
  if (notes) await writeFile(notes, `${notesOf(version, changelog)}\n`);
  console.log(`${tag} can be published.`);
});
