import { statSync } from 'node:fs';
import path from 'node:path';
import type { FileContext, ParsedFile } from '../../analysis/index.ts';
import { CliError, exitCodes } from '../host/cli-error.ts';
import type { CliHost } from '../host/cli-host.ts';
import { type CatalogOptions, chooseCatalogs } from '../knowledge/catalogs.ts';
import { counted } from '../output/table.ts';
import { visible } from '../../contracts/visible-text.ts';
import { toJson } from '../output/visible-text.ts';
import { contextOf, credentialsInFiles, openAnalyzed, uncheckedSentence } from '../../review/index.ts';
import type { AddCommand } from './common/command.ts';
import { addVaultOptions } from './common/options.ts';

type ExplainOptions = CatalogOptions & { readonly json?: boolean };

export const addExplain: AddCommand = (program, host, done) => {
  const command = program
    .command('explain')
    .description('show why nothing is reported at a place in code')
    .argument('<file:line[:column]>', 'the place, counted from 1; without a column, anywhere on the line')
    .option('--catalog <file>', 'use a snapshot from `agent-secrets catalog export` instead of a vault')
    .option('--json', 'print JSON, for programs')
    .addHelpText('after', exitCodesHelp);
  addVaultOptions(command).action(async (text: string, options: ExplainOptions) => {
    const place = placeFrom(text);
    const { analyzer, file, context } = await openFile(place.file, options, host);
    const offset = offsetOf(place, file);
    const reasons = analyzer.explainSilence(file, offset, context);
    const lines = reasons.map(({ message }) => `${visible(message)}\n`);
    host.print(options.json === true ? toJson({ ...place, reasons }) : lines.join(''));
    done(exitCodes.clean);
  });
};

const exitCodesHelp = `
Exit codes:
  0  the reasons are printed; that a finding is reported there is one of them
  2  they could not be determined, for example because the file does not exist`;

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

/** @throws CliError */
function placeFrom(text: string): Place {
  const [, file, line, column] = /^(.+?):([1-9]\d{0,8})(?::([1-9]\d{0,8}))?$/s.exec(text) ?? [];
  if (file === undefined) throw new CliError('Give a place as FILE:LINE or FILE:LINE:COLUMN.');
  return { file, line: Number(line), ...(column !== undefined && { column: Number(column) }) };
}

/** Opens the file with everything that `check` knows about it. @throws CliError, VaultError */
async function openFile(given: string, options: ExplainOptions, host: CliHost) {
  const absolute = path.resolve(host.cwd, given);
  if (statSync(absolute, { throwIfNoEntry: false })?.isFile() !== true)
    throw new CliError(`File ${given} not found.`);
  // A file without references is also read, because that may be the reason.
  const { analyzer, workspace, settings } = openAnalyzed([given], host, () => true);
  const source = workspace.read(absolute);
  if (source === undefined) {
    throw new CliError(`${given} cannot be analyzed. Pass a Python, JavaScript, TypeScript or JSON file.`);
  }
  const file = analyzer.parse(source);
  const agent = workspace.agentOf(absolute);
  const project = agent && workspace.filesOf(agent, analyzer);
  project?.adopt(file);
  const knowledge = agent && (await knownNames(agent.agentId, options, host));
  const credentials = (await credentialsInFiles(host)([file])).get(file);
  return {
    analyzer,
    file,
    context: contextOf(settings.of(absolute), { agent, project, knowledge, credentials }),
  };
}

/** Notes why the names are unknown, because the explanation itself only says that they are. */
async function knownNames(
  agentId: string,
  options: ExplainOptions,
  host: CliHost,
): Promise<FileContext['knowledge']> {
  const catalogs = await chooseCatalogs(options, host);
  const known = await catalogs(agentId);
  const { catalog, unknownBecause: reason = '' } = known;
  if (catalog === undefined) host.note(`note: ${uncheckedSentence({ agentId, reason })}`);
  return known;
}

/** @throws CliError if the line is past the end of the file */
function offsetOf({ line, column = 1 }: Place, file: ParsedFile): number {
  // The position after a trailing line break does not count as a line.
  const last = file.positionAt(Math.max(0, file.text.length - 1)).line + 1;
  if (line > last) throw new CliError(`The file has ${counted(last, 'line')}, so it has no line ${line}.`);
  return file.offsetAt({ line: line - 1, character: column - 1 });
}
