import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { checkArguments, type ReportFiles, sourceOf } from './check-arguments.ts';
import { readEvent } from './event.ts';
import { baseOf, gitIn } from './history.ts';
import { readInputs, seenFrom } from './inputs.ts';
import { addSummary, annotation, onlyAnnotations, setOutput, withoutCommands } from './workflow-commands.ts';

type Env = Readonly<Record<string, string | undefined>>;

export interface ActionHost {
  readonly env: Env;
  /** The bundle of the command line. */
  readonly cli: string;
  /** Writes one line to standard output, where GitHub reads workflow commands. */
  readonly print: (line: string) => void;
}

/** Checks the change of the event. @returns the exit code of the check @throws ActionError */
export function runAction({ env, cli, print }: ActionHost): number {
  const given = readInputs(env);
  const trusting = trustingWorkspace(env);
  const git = gitIn(given.workingDirectory, trusting);
  // Annotations and SARIF need paths from the root of the repository.
  const root = git('rev-parse', '--show-toplevel') ?? given.workingDirectory;
  const inputs = seenFrom(root, given);
  const event = readEvent(env);
  const source = sourceOf(inputs, (env['AGENT_SECRETS_KEY'] ?? '') !== '', event.isWithoutSecrets);
  if (inputs.vaultUrl !== undefined && source.vaultUrl === undefined)
    print(annotation('notice', `AGENT_SECRETS_KEY is empty, so names and access come from the snapshot.`));
  const base = baseOf(git, inputs, event);
  if (base === undefined && inputs.base !== 'none')
    print(annotation('notice', 'This event has no base to compare with, so everything is checked.'));

  const folder = mkdtempSync(path.join(env['RUNNER_TEMP'] ?? os.tmpdir(), 'agent-secrets-'));
  const files: ReportFiles = {
    github: path.join(folder, 'annotations.txt'),
    json: path.join(folder, 'agent-secrets.json'),
    markdown: path.join(folder, 'summary.md'),
    sarif: path.join(folder, 'agent-secrets.sarif'),
  };
  const { before, after } = withoutCommands();
  print(before);
  const { status } = spawnSync(process.execPath, [cli, ...checkArguments(inputs, base, source, files)], {
    cwd: root,
    env: trusting,
    // GitHub reads standard error independently, so it could execute a line from it after commands are
    // enabled again.
    stdio: ['ignore', 1, 1],
  });
  print(after);
  for (const line of onlyAnnotations(textOf(files.github))) print(line);
  addSummary(env['GITHUB_STEP_SUMMARY'], textOf(files.markdown));
  reportOutputs(env['GITHUB_OUTPUT'], files);
  const code = status ?? 2;
  if (code !== 0 && code !== 1)
    print(annotation('error', 'Something could not be checked. The log of this step says what.'));
  return code;
}

function reportOutputs(file: string | undefined, files: ReportFiles): void {
  if (!existsSync(files.json)) return;
  const report: unknown = JSON.parse(textOf(files.json));
  setOutput(file, 'findings', String(lengthOf(report, 'new') ?? lengthOf(report, 'findings') ?? 0));
  setOutput(file, 'needs', String(lengthOf(report, 'needs') ?? 0));
  setOutput(file, 'suppressions', String(lengthOf(report, 'suppressions') ?? 0));
  setOutput(file, 'json-file', files.json);
  if (existsSync(files.sarif)) setOutput(file, 'sarif-file', files.sarif);
}

function lengthOf(report: unknown, key: string): number | undefined {
  if (typeof report !== 'object' || report === null) return undefined;
  const list: unknown = new Map(Object.entries(report)).get(key);
  return Array.isArray(list) ? list.length : undefined;
}

function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** In container jobs, the workspace belongs to another user, and Git would refuse to read it. */
function trustingWorkspace(env: Env): Env {
  const workspace = env['GITHUB_WORKSPACE'];
  if (workspace === undefined || env['GIT_CONFIG_COUNT'] !== undefined) return env;
  return { ...env, GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: workspace };
}
