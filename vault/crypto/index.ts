export { IntegrityError } from './integrity-error.ts';
export { createKeyring, type Keyring } from './keyring.ts';
export { createRootKeyFile, readRootKeyFile, type RootKey, writeNewFile } from './root-key.ts';
export { looksLikeToken, newToken } from './tokens.ts';
