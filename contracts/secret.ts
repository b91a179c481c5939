/** The terms for secrets: kinds, limits and names. Source: the glossary in docs/architecture.md. */

/** `single` contains one string; `key_value` contains a dictionary of named fields. */
export type SecretKind = 'single' | 'key_value';

/** Lengths are in UTF-16 code units; sizes are in UTF-8 bytes. */
export const limits = {
  nameLength: 128,
  descriptionLength: 1000,
  ownerLength: 128,
  labelLength: 40,
  labels: 20,
  rotationDays: 3650,
  valueBytes: 65_536,
  fields: 64,
  reasonLength: 500,
  bodyBytes: 262_144,
  importedSecrets: 200,
  importBytes: 1_048_576,
} as const;

/**
 * Why the vault would reject a name. {@link nameProblem} returns `undefined` if the vault would accept it.
 */
export type NameProblem = 'empty' | 'too-long' | 'outer-space' | 'not-printable';

/**
 * Any printable string without leading or trailing spaces is valid, because existing vaults contain such
 * names.
 */
export function nameProblem(name: string): NameProblem | undefined {
  if (name.length === 0) return 'empty';
  if (name.length > limits.nameLength) return 'too-long';
  if (name !== name.trim()) return 'outer-space';
  return /\p{C}|\p{Zl}|\p{Zp}/u.test(name) ? 'not-printable' : undefined;
}

/** Whether the name follows the convention (`stripe_api_key`), which is suggested but never enforced. */
export function followsConvention(name: string): boolean {
  return /^[a-z][a-z0-9_]*$/.test(name);
}

/** `Salesforce API Credentials` and `salesforceApiCredentials` → `salesforce_api_credentials`. */
export function conventionalName(name: string): string | undefined {
  const words = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  const candidate = words.join('_');
  return followsConvention(candidate) && candidate !== name ? candidate : undefined;
}
