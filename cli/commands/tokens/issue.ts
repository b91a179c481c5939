import { Option } from 'commander';
import type { IssuedToken, NewToken, Role } from '../../../contracts/vault-api/identity.ts';
import { CliError } from '../../cli-error.ts';
import type { VaultClient } from '../../../vault-client/index.ts';
import { visible } from '../../output/visible-text.ts';
import { writePrivateFile } from '../../output/private-file.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand, type ConnectedOptions } from '../common/connected-command.ts';
import { timeFrom } from '../common/times.ts';

interface IssueOptions extends ConnectedOptions {
  readonly role?: Role;
  readonly agent?: string;
  readonly user?: string;
  readonly address?: readonly string[];
  readonly expires?: string;
  readonly out?: string;
}

export const addTokensIssue: AddCommand = (group, host, done) => {
  const command = group
    .command('issue')
    .description('issue a token and print it once, alone, so that you can pipe it')
    .argument('<name>', 'what it is for')
    .addOption(
      new Option('--role <role>', 'role; default: the role of its agent or person').choices([
        'admin',
        'author',
        'reviewer',
        'agent',
      ]),
    )
    .option('--agent <agent>', 'the agent it reads secrets for; its role is agent')
    .option('--user <user>', 'the person it belongs to')
    .option('--address <networks...>', 'networks from which it can be used, such as 10.1.0.0/16')
    .option(
      '--expires <time>',
      'when it expires: 12h, 30d, 4w or a date; default: 90 days, at most the maximum of the vault (366 days unless its operator changed it)',
    )
    .option('--out <file>', 'write it to this new file, which only you can read, instead of printing it');
  connectedCommand<IssueOptions>(command, host, done, async ({ vault, accountId }, [name = ''], options) => {
    const role = options.role ?? (await roleOf(options, vault, accountId));
    const wanted = newToken(name, role, options, host.now());
    // Checks for an existing file before issuing a token that could not be written.
    const file = options.out === undefined ? undefined : writePrivateFile(options.out, host.cwd);
    const issued = await vault.issueToken(accountId, wanted).catch((error: unknown) => {
      file?.discard();
      throw error;
    });
    host.note(`Issued ${about(issued)}. It is shown only once.`);
    if (file === undefined) return { json: issued, text: issued.token };
    file.fill(`${issued.token}\n`);
    const { token: _, ...told } = issued;
    return { json: told, text: `The token is in ${visible(options.out ?? '')}.` };
  });
};

/** A user's token has the user's own rights, unless restricted. @throws CliError */
async function roleOf(
  { agent, user }: IssueOptions,
  vault: Pick<VaultClient, 'users'>,
  accountId: string,
): Promise<Role> {
  if (agent !== undefined) return 'agent';
  if (user === undefined)
    throw new CliError("Choose the token's owner or role: --agent ID, --user ID, or --role ROLE.");
  const person = (await vault.users(accountId)).find(({ id }) => id === user);
  if (person && person.role !== 'none') return person.role;
  if (person) throw new CliError(noRole);
  throw new CliError(
    `No person has the id ${visible(user)}. List the ids with \`agent-secrets users list\`.`,
  );
}

const noRole =
  'This person has no role, because their identity provider does not assign one. Assign one there, or with `agent-secrets users change ID --role ROLE`.';

function newToken(name: string, role: Role, options: IssueOptions, now: string): NewToken {
  const { agent, user, address, expires } = options;
  if ((role === 'agent') !== (agent !== undefined)) {
    throw new CliError('Use --agent for tokens with the role agent, and only for those.');
  }
  return {
    name,
    role,
    ...(agent !== undefined && { agentId: agent }),
    ...(user !== undefined && { userId: user }),
    ...(address !== undefined && { addresses: [...address] }),
    ...(expires !== undefined && { expiresAt: timeFrom(expires, now, 'ahead') }),
  };
}

function about({ id, name, role, agentId, userId, expiresAt }: IssuedToken): string {
  const owner = agentId ?? userId;
  return `the token "${visible(name)}" (${id}, ${role}${owner === undefined ? '' : ` for ${owner}`}), until ${expiresAt}`;
}
