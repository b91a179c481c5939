import type { RevokedCredentials } from '../../../contracts/vault-api/identity.ts';
import { CliError } from '../../cli-error.ts';
import { counted } from '../../output/table.ts';
import { visible } from '../../output/visible-text.ts';
import { confirm } from '../../prompt/confirm.ts';
import type { AddCommand } from '../common/add-command.ts';
import { type Answer, connectedCommand, type Connection } from '../common/connected-command.ts';
import { yesOption, type YesOption } from '../common/options.ts';
import { timeFrom } from '../common/times.ts';

interface RevokeOptions extends YesOption {
  readonly issuedBefore?: string;
  readonly dryRun?: boolean;
}

export const addTokensRevoke: AddCommand = (group, host, done) => {
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
  if (dryRun) return { json: found, text: `Would revoke ${about(found)}.${own(found)}` };
  await confirm(
    host,
    `Permanently revoke ${about(found)}, all issued before ${issuedBefore}?${own(found)}`,
    yes,
  );
  const revoked = await vault.revokeIssuedBefore(accountId, { issuedBefore });
  return { json: revoked, text: `Revoked ${about(revoked)}.${own(revoked)}` };
}

function about({ tokens, signIns, sandboxes }: RevokedCredentials): string {
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
