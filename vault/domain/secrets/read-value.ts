import { nameProblem } from '../../../contracts/secret.ts';
import type { SecretReading } from '../../../contracts/vault-api/secrets.ts';
import { ProblemError } from '../../errors/errors.ts';
import { mayRead } from '../rows/grants.ts';
import { auditedReading } from '../audit/audit.ts';
import type { Caller } from '../callers/caller.ts';
import { verifySecret } from '../rows/row-macs.ts';
import { decodeValue } from './secret-value.ts';
import { unknownSecret } from './find-secret.ts';
import type { Vault } from '../context/vault.ts';

/**
 * The only way for a value to leave the vault: it is sent to the agent itself, as committed at this moment,
 * after the audit entry is durable. The token is checked together with the secret, so a value is never read
 * after a revocation or after the vault was turned off for the account. Secrets of another account are never
 * looked up.
 * @throws ProblemError `NotFound`, `InvalidInput`, `SecretNotFound`, `MissingAccess`
 */
export async function readValue(
  vault: Vault,
  caller: Caller,
  agentId: string,
  name: string,
): Promise<SecretReading> {
  const accountId = caller.account.id;
  const isOwnAgent = caller.agentId === agentId;
  const isName = nameProblem(name) === undefined;
  return auditedReading(
    vault,
    caller,
    'value.read',
    async (tx) => (isOwnAgent && isName ? tx.findReadable(accountId, name) : undefined),
    (found, subject) => {
      if (!isOwnAgent) throw new ProblemError('NotFound', 'This key does not belong to that agent.');
      subject.agentId = agentId;
      if (!isName) throw new ProblemError('InvalidInput', 'This is not a valid secret name.');
      if (!found) throw unknownSecret();
      subject.secretName = name;
      const { secret, sealed } = found;
      vault.seal.verifyOnce(secret, () => verifySecret(vault.keyring, secret));
      if (secret.deletedAt !== null) throw unknownSecret();
      if (!mayRead(secret.access, agentId, vault.now())) {
        throw new ProblemError(
          'MissingAccess',
          'The agent is not on the access list, or its grant has expired. Ask an account admin to grant access.',
        );
      }
      const { kind, version } = secret;
      const place = { accountId, secretId: secret.id, name, kind, version };
      const value = decodeValue(vault.keyring.open(place, sealed));
      subject.version = version;
      vault.reads.note(secret.id, vault.now().getTime());
      return { name, kind, version, value };
    },
  );
}
