import { Option } from 'commander';
import { looksLikeCredential } from '../../../contracts/credential-shape.ts';
import {
  type FileFormat,
  fileFormats,
  type FileSecret,
  formatOf,
  readSecretFile,
} from '../../../contracts/secret-file/read-secret-file.ts';
import { nameProblem } from '../../../contracts/secret.ts';
import type { NewSecret, SecretMetadata } from '../../../contracts/vault-api/secrets.ts';
import { visible } from '../../../contracts/visible-text.ts';
import { inEnglish } from '../../../contracts/words.ts';
import { VaultError } from '../../../vault-client/index.ts';
import { CliError, exitCodes } from '../../host/cli-error.ts';
import type { CliHost } from '../../host/cli-host.ts';
import { type Column, counted, table } from '../../output/table.ts';
import { readText } from '../../prompt/secret-value.ts';
import type { AddCommand } from '../common/command.ts';
import { type Answer, connectedCommand, type ConnectedOptions } from '../common/connected-command.ts';

interface ImportOptions extends ConnectedOptions {
  readonly format?: FileFormat;
  readonly agent?: readonly string[];
  readonly dryRun?: boolean;
}

/** `agent-secrets secrets import FILE` */
export const addImport: AddCommand = (group, host, done) => {
  const command = group
    .command('import')
    .description('create a secret for each entry of a .env, JSON or CSV file: all of them, or none')
    .argument('<file>', 'the file; - is standard input')
    .addOption(
      new Option(
        '--format <format>',
        'the format of the file; default: detected from its name and content',
      ).choices(fileFormats),
    )
    .option('--agent <agents...>', 'agents that can read all of the secrets')
    .option('--dry-run', 'show the names and fields, never values, and what prevents the import');
  connectedCommand<ImportOptions>(command, host, done, async ({ vault, accountId }, [file = ''], options) => {
    const text = await readFileOrPipe(file, host);
    const { secrets, problems } = readSecretFile(text, options.format ?? formatOf(file, text));
    const known = await vault.secrets(accountId, { includeDeleted: true });
    const found = [...problems.map((problem) => inEnglish(problem)), ...nameProblems(secrets, known)];
    const isDryRun = options.dryRun === true;
    if (isDryRun || found.length > 0) return preview(secrets, found, isDryRun, host);
    try {
      const body = { secrets: secrets.map((secret) => toNewSecret(secret, options.agent)) };
      const imported = await vault.importSecrets(accountId, body);
      host.note(reminder(file));
      return { json: imported, text: `Created ${counted(secrets.length, 'secret')}.` };
    } catch (error) {
      const refused = error instanceof VaultError ? error.entries : [];
      if (refused.length === 0) throw error;
      const reasons = refused.map(({ index, detail }) => problemAt(secrets[index], detail));
      return preview(secrets, reasons, false, host);
    }
  });
};

/** @throws CliError */
async function readFileOrPipe(file: string, host: CliHost): Promise<string> {
  if (file === '-' && host.input.isTerminal)
    throw new CliError('Standard input is a terminal. Give the path of a file, or pipe it in.');
  return readText({ file, keepNewline: true }, host);
}

function toNewSecret(
  { name, kind, value, description }: FileSecret,
  agents: readonly string[] = [],
): NewSecret {
  const fields = typeof value === 'string' ? value : { ...value };
  return {
    name,
    kind,
    value: fields,
    agentIds: [...agents],
    ...(description !== undefined && { description }),
  };
}

function nameProblems(secrets: readonly FileSecret[], known: readonly SecretMetadata[]): readonly string[] {
  const taken = new Map(known.map(({ name, deletedAt }) => [name, deletedAt !== undefined]));
  const seen = new Set<string>();
  return secrets.flatMap((secret) => {
    const problem = nameProblemOf(secret.name, taken, seen);
    seen.add(secret.name);
    return problem === undefined ? [] : [problemAt(secret, problem)];
  });
}

function nameProblemOf(
  name: string,
  taken: ReadonlyMap<string, boolean>,
  seen: ReadonlySet<string>,
): string | undefined {
  if (nameProblem(name) !== undefined || looksLikeCredential(name))
    return 'the name is not valid, or looks like a credential.';
  if (seen.has(name)) return `the file contains another secret with the name "${name}".`;
  const isDeleted = taken.get(name);
  if (isDeleted === undefined) return undefined;
  return isDeleted
    ? `a deleted secret has the name "${name}".`
    : `the account already has a secret "${name}".`;
}

function problemAt(secret: FileSecret | undefined, problem: string): string {
  return secret ? `Line ${String(secret.line)}: ${problem}` : problem;
}

function preview(
  secrets: readonly FileSecret[],
  problems: readonly string[],
  isDryRun: boolean,
  host: CliHost,
): Answer {
  const lines = problems.map((problem) => `problem: ${visible(problem)}`);
  const count = counted(secrets.length, 'secret');
  const end =
    problems.length > 0
      ? `No secret was created. Fix ${counted(problems.length, 'problem')} first.`
      : `${count} can be imported. This was a dry run: no secret was created.`;
  const rows = secrets.length === 0 ? [] : [table(columns, secrets, host), ''];
  const code = isDryRun ? exitCodes.findings : exitCodes.couldNotRun;
  return {
    json: {
      secrets: secrets.map(({ value, ...secret }) => ({ ...secret, fields: fieldsOf(value) })),
      problems,
    },
    text: [...rows, ...lines, end].join('\n'),
    code: problems.length > 0 ? code : exitCodes.clean,
  };
}

const columns: readonly Column<FileSecret>[] = [
  { head: 'LINE', cell: ({ line }) => String(line), align: 'right' },
  { head: 'NAME', cell: ({ name }) => name },
  { head: 'FIELDS', cell: ({ value }) => fieldsOf(value).join(', ') },
  { head: 'DESCRIPTION', cell: ({ description }) => description },
];

function fieldsOf(value: FileSecret['value']): readonly string[] {
  return typeof value === 'string' ? [] : Object.keys(value);
}

function reminder(file: string): string {
  const where = file === '-' ? 'The source of the import' : visible(file);
  return `note: ${where} still contains the values. Delete it when you no longer need it.`;
}
