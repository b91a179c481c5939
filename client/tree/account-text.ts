import type { Identity } from '../../contracts/vault-api/identity.ts';
import { roleLabel } from '../../contracts/role-label.ts';
import type { Translate } from '../../contracts/words.ts';

interface AccountText {
  readonly name: string;
  /** The role and the vault's host, without the name. */
  readonly description: string;
  /** The paragraphs of the tooltip. */
  readonly details: readonly string[];
}

/** The signed-in user, the role and the vault. */
export function accountText(identity: Identity, vaultUrl: string, t: Translate): AccountText {
  const { name, role, accountName } = identity;
  const label = roleLabel(role, t);
  return {
    name,
    description: [label, hostOf(vaultUrl)].join(' · '),
    details: [
      t('Signed in as {0} ({1})', name, label),
      t('Account: {0}', accountName),
      t('Vault: {0}', vaultUrl),
    ],
  };
}

/** The address is a setting, so it may not be a URL. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
