import { createTranslate } from '../../contracts/words.ts';

/**
 * Messages for a terminal: replaces the editor features that the vault client's messages mention with their
 * shell equivalents.
 */
export const onCommandLine = createTranslate({
  'The vault address is not an http:// or https:// address. Correct it in the settings.':
    'The address of the vault is not an http:// or https:// address. Correct --vault, or AGENT_SECRETS_VAULT_URL.',
  'The key is empty. Paste the whole key of the vault.':
    'The key is empty. Give the whole key of the vault: run `agent-secrets login`, or correct --key-file or AGENT_SECRETS_KEY.',
  'the vault does not know the key. Sign in with a key of this vault.':
    'the vault does not know the key. Run `agent-secrets login`, or name a key of this vault with --key-file FILE.',
  'the key has expired or was revoked. Sign in with a new key.':
    'the key has expired or was revoked. Run `agent-secrets login`, or name a new key with --key-file FILE.',
  'it does not exist in your account. Refresh and try again.':
    'the vault does not have it, or not in your account. Check its id or name; `list` of the same command shows them.',
  'its state has changed. Refresh and review it.': 'it is in another state by now. Look at it again.',
});
