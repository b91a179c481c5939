import { byBaseName, lackedFields, type NamedEnvironment } from '../../../contracts/environments.ts';
import type { SecretMetadata } from '../../../contracts/vault-api/secrets.ts';
import { age } from '../../output/ages.ts';
import { type Column, counted, table } from '../../output/table.ts';
import type { AddCommand } from '../common/command.ts';
import { connectedCommand } from '../common/connected-command.ts';

/** A secret of an environment, or an empty cell if it does not exist. */
interface Row {
  readonly base: string;
  readonly environment: string;
  readonly name: string;
  readonly missing: boolean;
  readonly secret?: SecretMetadata;
  readonly lacks: readonly string[];
}

/** `agent-secrets secrets environments` */
export const addEnvironments: AddCommand = (group, host, done) => {
  const command = group
    .command('environments')
    .description('compare the secrets of the environments that the account has named, without values');
  connectedCommand(command, host, done, async ({ vault, accountId }) => {
    const [{ environments = [] }, secrets] = await Promise.all([vault.me(), vault.secrets(accountId)]);
    const rows = rowsOf(secrets, environments);
    const columns: readonly Column<Row>[] = [
      { head: 'NAME', cell: ({ base }) => base },
      { head: 'ENVIRONMENT', cell: ({ environment }) => environment },
      { head: 'SECRET', cell: ({ name, missing }) => (missing ? 'missing' : name) },
      { head: 'FIELDS', cell: fieldsText },
      { head: 'LACKS', cell: ({ lacks }) => lacks.join(', ') },
      { head: 'AGENTS', cell: ({ secret }) => secret && counted(secret.agentIds.length, 'agent') },
      { head: 'VERSION', cell: ({ secret }) => secret && String(secret.version), align: 'right' },
      { head: 'CHANGED', cell: ({ secret }) => age(secret?.updatedAt, host.now()) },
    ];
    const none = environments.length === 0 ? noRule : noneYet;
    return { json: { environments, names: jsonOf(rows) }, text: table(columns, rows, host, none) };
  });
};

const noRule =
  'The account has no environments. An admin can name them, for example with `agent-secrets account environments sandbox=_sandbox live=_live`.';
const noneYet = 'No name of a secret ends with the suffix of an environment.';

function rowsOf(
  secrets: readonly SecretMetadata[],
  environments: readonly NamedEnvironment[],
): readonly Row[] {
  return byBaseName(secrets, environments).flatMap(({ base, secrets: counterparts }) =>
    environments.map(({ name: environment, suffix }, index): Row => {
      const secret = counterparts[index];
      const place = { base, environment, name: base + suffix, missing: secret === undefined };
      return secret
        ? { ...place, secret, lacks: lackedFields(secret, counterparts) }
        : { ...place, lacks: [] };
    }),
  );
}

function fieldsText({ secret }: Row): string | undefined {
  return secret?.kind === 'single' ? 'single value' : secret?.fields.join(', ');
}

function jsonOf(rows: readonly Row[]): readonly object[] {
  return rows.map(({ secret, ...place }) => {
    if (!secret) return place;
    const { kind, fields, agentIds, version, updatedAt } = secret;
    return { ...place, kind, fields, agentIds, version, updatedAt };
  });
}
