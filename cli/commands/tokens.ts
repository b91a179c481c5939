import { withoutUndefined } from '../../contracts/without-undefined.ts';
import { Option } from 'commander';
import type {
  IssuedToken,
  NewToken,
  RevokedCredentials,
  Role,
  TokenMetadata,
} from '../../contracts/vault-api/identity.ts';
import { type AddCommand, commandGroup } from './common/command.ts';
import {
  type Answer,
  connectedCommand,
  type ConnectedOptions,
  type Connection,
} from './common/connected-command.ts';
import { confirm, yesOption, type YesOption } from './common/options.ts';
import { timeFrom } from './common/times.ts';
import { CliError } from '../host/cli-error.ts';
import { age, ahead, lastUse } from '../output/ages.ts';
import { writePrivateFile } from '../output/private-file.ts';
import { type Column, counted, table } from '../output/table.ts';
import { visible } from '../../contracts/visible-text.ts';
import type { VaultClient } from '../../vault-client/index.ts';

/** `agent-secrets tokens …` */
export const addTokens: AddCommand = (program, host, done) => {
  const group = commandGroup(program, 'tokens', 'manage the keys of agents and users');
  for (const add of [addList, addIssue, addRevoke]) add(group, host, done);
};

interface ListOptions extends ConnectedOptions {
  readonly agent?: string;
  readonly user?: string;
}

const addList: AddCommand = (group, host, done) => {
  const command = group
    .command('list')
    .description('list tokens, including expired and revoked ones; never the tokens themselves')
    .option('--agent <agent>', 'only those of this agent')
    .option('--user <user>', 'only tokens that belong to this person');
  connectedCommand<ListOptions>(command, host, done, async ({ vault, accountId }, _, { agent, user }) => {
    const tokens = await vault.tokens(accountId, withoutUndefined({ agentId: agent, userId: user }));
    const columns: readonly Column<TokenMetadata>[] = [
      { head: 'TOKEN', cell: ({ id }) => id },
      { head: 'NAME', cell: ({ name }) => name },
      { head: 'ROLE', cell: ({ role }) => role },
      { head: 'FOR', cell: ({ agentId, userId }) => agentId ?? userId },
      { head: 'FROM', cell: ({ addresses }) => addresses.join(', ') },
      { head: 'ISSUED BY', cell: ({ issuedBy, issuedByName }) => issuedByName ?? issuedBy ?? undefined },
      { head: 'ENDS', cell: (token) => endOf(token, host.now()) },
      { head: 'LAST USED', cell: ({ lastUsedAt }) => lastUse(lastUsedAt, host.now()) },
    ];
    const text = `${table(columns, tokens, host, none)}${endingSoon(tokens, host.now())}`;
    return { json: { tokens }, text };
  });
};

/** Warns about admin keys that expire soon, because no one can manage the vault without a valid one. */
function endingSoon(tokens: readonly TokenMetadata[], now: string): string {
  const ending = tokens.filter(({ role, id, revokedAt, expiresAt }) => {
    const left = Date.parse(expiresAt) - Date.parse(now);
    const isKey = role === 'admin' && !id.startsWith('ses_') && revokedAt === undefined;
    return isKey && left > 0 && left <= 30 * 86_400_000;
  });
  if (ending.length === 0) return '';
  const which = ending.map(({ id, expiresAt }) => `${id} ends ${ahead(expiresAt, now)}`).join(', ');
  return `\n\nAdmin keys expire soon: ${which}. Issue new ones before then: agent-secrets tokens issue NAME --role admin`;
}

const none = 'No tokens found. Issue one with `agent-secrets tokens issue NAME --agent ID`.';

function endOf({ revokedAt, expiresAt }: TokenMetadata, now: string): string {
  return revokedAt === undefined ? ahead(expiresAt, now) : `revoked ${age(revokedAt, now) ?? ''}`;
}

interface IssueOptions extends ConnectedOptions {
  readonly role?: Role;
  readonly agent?: string;
  readonly user?: string;
  readonly address?: readonly string[];
  readonly expires?: string;
  readonly out?: string;
}

const addIssue: AddCommand = (group, host, done) => {
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
    // Checks whether the file exists first, so that no token is issued that could not be saved.
    const file = options.out === undefined ? undefined : writePrivateFile(options.out, host.cwd);
    const issued = await vault.issueToken(accountId, wanted).catch((error: unknown) => {
      file?.discard();
      throw error;
    });
    host.note(`Issued ${aboutToken(issued)}. It is shown only once.`);
    if (file === undefined) return { json: issued, text: issued.token };
    file.fill(`${issued.token}\n`);
    const { token: _, ...told } = issued;
    return { json: told, text: `The token is in ${visible(options.out ?? '')}.` };
  });
};

/** A user's token has that user's rights, unless restricted. @throws CliError */
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
  const addresses = address && [...address];
  const expiresAt = expires === undefined ? undefined : timeFrom(expires, now, 'ahead');
  return withoutUndefined({ name, role, agentId: agent, userId: user, addresses, expiresAt });
}

function aboutToken({ id, name, role, agentId, userId, expiresAt }: IssuedToken): string {
  const owner = agentId ?? userId;
  return `the token "${visible(name)}" (${id}, ${role}${owner === undefined ? '' : ` for ${owner}`}), until ${expiresAt}`;
}

interface RevokeOptions extends YesOption {
  readonly issuedBefore?: string;
  readonly dryRun?: boolean;
}

const addRevoke: AddCommand = (group, host, done) => {
  const command = group
    .command('revoke')
    .description('revoke a token, or all that are older than a given time; the next use is rejected')
    .argument('[token]', 'its id, as `tokens list` shows it; not the token itself')
    .option(
      '--issued-before <time>',
      'revoke all tokens, sign-ins and sandbox sessions issued before a date, or more than 12h, 30d, 4w ago; your own key stays',
    )
    .option('--dry-run', 'with --issued-before: only print how many would be revoked')
    .option(...yesOption);
  connectedCommand<RevokeOptions>(command, host, done, async (connection, [id], options) => {
    const { issuedBefore, dryRun } = options;
    if ((id === undefined) === (issuedBefore === undefined)) throw new CliError(whichOne);
    if (issuedBefore === undefined && dryRun === true) throw new CliError(whichOne);
    return issuedBefore === undefined
      ? revokeOne(connection, id ?? '', options)
      : revokeOlder(connection, timeFrom(issuedBefore, host.now(), 'back'), options);
  });
};

async function revokeOne(
  { vault, accountId, host }: Connection,
  id: string,
  { yes }: RevokeOptions,
): Promise<Answer> {
  if (/^ags_[a-z]+_/.test(id)) throw new CliError(isToken);
  const shown = visible(id);
  await confirm(host, `Permanently revoke the token ${shown}?`, yes);
  await vault.revokeToken(accountId, id);
  return { json: { id }, text: `Revoked the token ${shown}.` };
}

async function revokeOlder(
  { vault, accountId, host }: Connection,
  issuedBefore: string,
  { dryRun = false, yes }: RevokeOptions,
): Promise<Answer> {
  const found = await vault.revokeIssuedBefore(accountId, { issuedBefore, dryRun: true });
  if (dryRun) return { json: found, text: `Would revoke ${aboutRevoked(found)}.${own(found)}` };
  await confirm(
    host,
    `Permanently revoke ${aboutRevoked(found)}, all issued before ${issuedBefore}?${own(found)}`,
    yes,
  );
  const revoked = await vault.revokeIssuedBefore(accountId, { issuedBefore });
  return { json: revoked, text: `Revoked ${aboutRevoked(revoked)}.${own(revoked)}` };
}

function aboutRevoked({ tokens, signIns, sandboxes }: RevokedCredentials): string {
  const parts = [counted(tokens, 'token'), counted(signIns, 'sign-in')].join(', ');
  return `${parts} and ${counted(sandboxes, 'sandbox session')}`;
}

function own({ keptOwn }: RevokedCredentials): string {
  return keptOwn
    ? ' Your own key is also that old, but it stays valid. To replace it, issue a new one and revoke the old one by its id.'
    : '';
}

const whichOne =
  'Choose what to revoke: the id of one token, or --issued-before TIME (with --dry-run to see how many first).';
const isToken =
  'That is the token itself, which is now in your shell history. Revoke it by its id, which `tokens list` shows.';
