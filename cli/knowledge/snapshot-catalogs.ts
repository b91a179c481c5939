import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Check } from 'typebox/schema';
import { CatalogSnapshot } from '../../contracts/catalog.ts';
import { CliError } from '../cli-error.ts';
import { type Catalogs, noRights } from './catalogs.ts';
import { parseJson } from '../../contracts/guards.ts';

const unknownBecause = 'The catalog file does not contain it.';

/** An agent that is not in the file is unknown, so nothing is reported about it. */
export async function snapshotCatalogs(file: string, cwd: string): Promise<Catalogs> {
  const { agents, asOf, environment } = parse(await read(path.resolve(cwd, file), file), file);
  const byId = new Map(agents.map((catalog) => [catalog.agentId, catalog]));
  return (agentId) => {
    const catalog = byId.get(agentId);
    const known = { ...noRights, ...(environment && { environment }) };
    return Promise.resolve(
      catalog === undefined ? { ...known, unknownBecause } : { ...known, catalog, asOf },
    );
  };
}

async function read(absolute: string, file: string): Promise<string> {
  try {
    return await readFile(absolute, 'utf8');
  } catch {
    throw new CliError(`The catalog file ${file} cannot be read. Check its path.`);
  }
}

function parse(text: string, file: string): CatalogSnapshot {
  const value = parseJson(text.replace(/^\uFEFF/, ''));
  if (Check(CatalogSnapshot, value)) return value;
  throw new CliError(
    `The catalog file ${file} is not a catalog snapshot. Write one with \`agent-secrets catalog export\`.`,
  );
}
