import type { AccessChange, ChangedAccess } from '../../contracts/vault-api/access.ts';
import { type AddCommand, commandGroup } from './common/command.ts';
import { connectedCommand, type ConnectedOptions } from './common/connected-command.ts';
import { endOfGrant, type EndOptions } from './common/times.ts';
import { CliError } from '../host/cli-error.ts';
import { mapBounded } from '../../review/index.ts';
import { agentUntil } from '../output/ages.ts';
import { counted } from '../output/table.ts';
import { visible } from '../../contracts/visible-text.ts';
import { type VaultClient, VaultError } from '../../vault-client/index.ts';

/** `agent-secrets access …` */
export const addAccess: AddCommand = (program, host, done) => {
  const group = commandGroup(program, 'access', 'which agents can read which secrets');
  for (const add of [addList, addGrant, addRevoke]) add(group, host, done);
};

const addList: AddCommand = (group, host, done) => {
  const command = group
    .command('list')
    .description(
      'list the agents that can read a secret; for the secrets of an agent, use `secrets list --agent`',
    )
    .argument('<secret>', 'its name');
  connectedCommand(command, host, done, async ({ vault, accountId }, [name = '']) => {
    const list = await vault.access(accountId, name);
    const none = `No agent can read "${visible(name)}". Grant it with \`agent-secrets access grant\`.`;
    const lines = list.agentIds.map((agentId) => visible(agentUntil(agentId, list.ends)));
    return { json: list, text: lines.length === 0 ? none : lines.join('\n') };
  });
};

interface AccessOptions extends ConnectedOptions, EndOptions {
  readonly agent: readonly string[];
}

/** The vault accepts at most this many secrets per request. */
const mostSecrets = 500;

const addGrant = accessCommand('grant', {
  description: 'let agents read secrets; with several secrets, all changes are made, or none',
  done: 'can read',
  ends: true,
});

/** Doesn't ask for confirmation, because revoking must be quick in an emergency, and a grant undoes it. */
const addRevoke = accessCommand('revoke', {
  description: 'revoke access to secrets; the next read is rejected',
  done: 'can no longer read',
  ends: false,
});

function accessCommand(
  verb: 'grant' | 'revoke',
  words: { readonly description: string; readonly done: string; readonly ends: boolean },
): AddCommand {
  return (group, host, done) => {
    const command = group
      .command(verb)
      .description(words.description)
      .argument('<secrets...>', 'their names')
      .requiredOption('--agent <agents...>', 'ids of the agents');
    if (words.ends) {
      command
        .option('--until <time>', 'when the grant expires: a date, or `never` to remove the expiry')
        .option('--for <time>', 'how long the grant lasts: 8h, 30d or 4w');
    }
    connectedCommand<AccessOptions>(command, host, done, async ({ vault, accountId }, args, options) => {
      const names = [...new Set(args)];
      const agents = [...new Set(options.agent)];
      // If no expiry is given, agents that already have access keep their expiry.
      const isEndless = options.until === 'never' && options.for === undefined;
      const until = isEndless ? null : endOfGrant(options, host.now());
      if (names.length > mostSecrets)
        throw new CliError('At most 500 secrets can be changed in one command.');
      const change = { [verb]: agents, ...(until !== undefined && { until }) };
      const changed = await changeAccess(vault, accountId, names, change);
      const what = names.length === 1 ? `"${visible(names.join(''))}"` : counted(names.length, 'secret');
      const end = typeof until === 'string' ? ` until ${until}` : '';
      return { json: changed, text: `${agents.map(visible).join(', ')} ${words.done} ${what}${end}.` };
    });
  };
}

type Vault = Pick<VaultClient, 'access' | 'changeManyAccessLists'>;

/**
 * Retries are safe if someone else changed the lists in the meantime: additions and removals mean the same
 * for the newest version.
 */
const tries = 4;

/** Makes the same change to the access lists of all these secrets, or to none. @throws VaultError */
export async function changeAccess(
  vault: Vault,
  accountId: string,
  names: readonly string[],
  change: AccessChange,
): Promise<ChangedAccess> {
  for (let left = tries; ; left -= 1) {
    try {
      return await changeOnce(vault, accountId, names, change);
    } catch (error) {
      if (left === 1 || !(error instanceof VaultError) || error.code !== 'VersionConflict') throw error;
    }
  }
}

async function changeOnce(
  vault: Vault,
  accountId: string,
  names: readonly string[],
  change: AccessChange,
): Promise<ChangedAccess> {
  const lists = await mapBounded(names, (name) => vault.access(accountId, name));
  const changes = lists.map(({ name, etag }) => Object.assign({ name, etag }, change));
  return vault.changeManyAccessLists(accountId, { changes });
}
