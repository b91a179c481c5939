import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import {
  AssistantError,
  type CodeReview,
  type FoundReference,
  kindOf,
  type SecretToRequest,
} from '../../../assistants/index.ts';
import type { McpHost } from '../../../assistants/mcp/mcp-host.ts';
import { nearestNames } from '../../../analysis/index.ts';
import {
  agentsAround,
  type Catalogs,
  collectFindings,
  credentialsInFiles,
  openAnalyzed,
  ReviewError,
} from '../../../review/index.ts';
import { type VaultClient, VaultError } from '../../../vault-client/index.ts';
import type { CliHost } from '../../host/cli-host.ts';
import type { ReportedReference } from '../../reporters/report.ts';
import { collectReferences } from '../references.ts';

/** A vault, used with the key of a user. */
export interface UserVault {
  readonly client: VaultClient;
  readonly url: string;
  /** The user's name. */
  readonly person: string;
}

interface Sources {
  /** Absolute. Paths that tools receive are relative to it, and nothing outside it is read. */
  readonly folder: string;
  readonly catalogs: Catalogs;
  /** Absent with `--catalog`: then nothing can be requested. */
  readonly vault?: UserVault;
}

/** The tools' host, based on the disk and a vault. */
export function commandLineHost({ folder, catalogs, vault }: Sources, host: CliHost): McpHost {
  // Notes about the user's files would repeat with each call; the tools report what they omitted.
  const inside: CliHost = { ...host, cwd: folder, note: () => undefined };
  return {
    recordUse: async (tool) => {
      if (vault) await withVault(vault, ({ client }) => client.recordAssistantUse(tool));
    },
    reportBug: (error) => reportBug(error, host),
    agents: () => Promise.resolve(agentsAround(folder, inside)),
    names: (agentId) => catalogs(agentId),
    nearest: (name, names) => nearestNames(name, names),
    review: (paths) => reviewBelow(paths, catalogs, inside),
    requestAccess: async ({ agentId, name, reason, place }) => {
      const { id } = await withVault(vault, ({ client }) =>
        client.requestAccess(agentId, { secretName: name, reason, ...(place !== undefined && { place }) }),
      );
      return id;
    },
    openField: (request) => withVault(vault, (given) => openFieldFor(request, given, host)),
    showPage: (url) => host.showPage(url),
  };
}

const noVault =
  'This needs a vault. Start the server with --vault URL, or log in with `agent-secrets login`.';

/** Only the kind of error, because the message of an unexpected one may quote anything, even a value. */
function reportBug(error: unknown, { note }: Pick<CliHost, 'note'>): void {
  note(`error: A tool for assistants failed because of a bug: ${kindOf(error)}. Please report this.`);
}

/** @throws AssistantError */
async function withVault<T>(
  vault: UserVault | undefined,
  work: (vault: UserVault) => Promise<T>,
): Promise<T> {
  if (!vault) throw new AssistantError(noVault);
  try {
    return await work(vault);
  } catch (error) {
    if (error instanceof VaultError) throw new AssistantError(error.message);
    throw error;
  }
}

/** In milliseconds. */
const fieldLifetime = 10 * 60_000;

async function openFieldFor({ name, purpose }: SecretToRequest, vault: UserVault, host: CliHost) {
  const known = await vault.client.environment();
  const replaces = known.some((one) => one.name === name);
  return host.loadMcp().openSecureField({
    vault: vault.url,
    person: vault.person,
    name,
    purpose,
    replaces,
    lifetime: fieldLifetime,
    save: (value) =>
      withVault(vault, async ({ client }) => {
        if (replaces) await client.changeVariable(name, { value });
        else await client.createVariable({ name, value });
      }),
    reportBug: (error) => reportBug(error, host),
  });
}

/** @throws AssistantError if a path is outside the folder or does not exist */
async function reviewBelow(paths: readonly string[], catalogs: Catalogs, host: CliHost): Promise<CodeReview> {
  for (const given of paths) if (!isInside(host.cwd, given)) throw new AssistantError(outside(given));
  try {
    const { analyzer, workspace, settings } = openAnalyzed(paths, host);
    const { references } = collectReferences(analyzer, workspace);
    const now = new Date(host.now());
    const { findings } = await collectFindings(
      analyzer,
      workspace,
      catalogs,
      (file) => ({ ...settings.of(file), now }),
      credentialsInFiles(host),
    );
    return {
      references: references.map((reference) => foundReference(reference)),
      findings: findings.map(({ rule, severity, path: file, line }) => ({
        rule,
        severity,
        path: file,
        line,
      })),
    };
  } catch (error) {
    if (error instanceof ReviewError) throw new AssistantError(error.message);
    throw error;
  }
}

function foundReference({ path: file, line, names, dynamic, agentId }: ReportedReference): FoundReference {
  const agent = agentId === null ? {} : { agent: agentId };
  return { ...agent, path: file, line, names: [...names], dynamic };
}

/** Also follows links, which can lead out of the folder. */
function isInside(folder: string, given: string): boolean {
  const target = path.resolve(folder, given);
  return (
    isBelow(folder, target) && (!existsSync(target) || isBelow(realpathSync(folder), realpathSync(target)))
  );
}

function isBelow(folder: string, target: string): boolean {
  const relative = path.relative(folder, target);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

function outside(given: string): string {
  return `${JSON.stringify(given)} is outside the folder that this server was started for.`;
}
