import { readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { imagesFolder } from './picture.ts';
import { themeNames, themes } from './themes.ts';

/** The pictures in docs/images/ with the same name. */
export interface Exhibit {
  readonly name: string;
  readonly alt: string;
  /** The themes in which it exists; by default, all. */
  readonly themes?: readonly (keyof typeof themes)[];
}

const introduction = `# Pictures

Every panel and state of the extension in four themes. \`npm run screenshots\` takes these pictures in a real editor and writes this page. Nothing here is edited by hand, and all values are made up.
`;

/** Writes docs/images/README.md, and deletes pictures that no scene takes anymore. */
export async function hang(exhibits: readonly Exhibit[]): Promise<void> {
  const page = path.join(imagesFolder, 'README.md');
  const text = [introduction, ...exhibits.map(section)].join('\n');
  await writeFile(page, await format(text, { ...(await resolveConfig(page)), parser: 'markdown' }));
  const wanted = new Set(exhibits.flatMap(filesOf));
  for (const file of await readdir(imagesFolder)) {
    if (file.endsWith('.webp') && !wanted.has(file)) await rm(path.join(imagesFolder, file));
  }
}

function section({ name, alt, themes: worn = themeNames }: Exhibit): string {
  const cells = worn.map((theme) => `![${alt}: ${themes[theme].words}](${name}.${theme}.webp)`);
  return [`## ${name}\n`, `${alt}.\n`, ...cells.map((cell) => `${cell}\n`)].join('\n');
}

function filesOf({ name, themes: worn = themeNames }: Exhibit): string[] {
  return worn.map((theme) => `${name}.${theme}.webp`);
}
