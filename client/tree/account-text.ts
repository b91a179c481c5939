import type { Identity, Role } from '../../contracts/vault-api/identity.ts';
import type { Translate } from '../../contracts/words.ts';

interface AccountText {
  readonly name: string;
  /** The role and the vault's host, without the name. */
  readonly description: string;
  /** The paragraphs of the tooltip. */
  readonly details: readonly string[];
}

/** Who is signed in, in which role, at which vault. */
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

/** The role as users know it. */
export function roleLabel(role: Role, t: Translate): string {
  switch (role) {
    case 'admin':
      return t('account admin');
    case 'author':
      return t('author');
    case 'reviewer':
      return t('reviewer');
    case 'agent':
      return t('agent');
  }
}

/** The address is a setting, so it may not be a URL. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
