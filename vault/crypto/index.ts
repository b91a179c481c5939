export { needsWholePlace, termOf } from './envelope.ts';
export { IntegrityError, UnknownTermError } from './integrity-error.ts';
export { createKeyring, type Keyring } from './keyring.ts';
export { generationOf, type MacContent } from './mac.ts';
export { type RootKey, type RootKeyProblem, RootKeyUnavailable } from './root-key.ts';
export { looksLikeToken, newToken } from './tokens.ts';
export { keptOf, type MacPurpose, type Seed } from './seed-keys.ts';
