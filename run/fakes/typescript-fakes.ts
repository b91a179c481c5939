import type { Fakes, FakeSecret } from './fake-values.ts';

/** Generates an object with the read functions of `conv.utils`. They throw the client's errors. */
export function typescriptFakes({ secrets, missing, about }: Fakes): string {
  return `// ${about}
// Every value is made up. Run "agent-secrets fakes" again when the secrets change.

export interface FakeSecrets {
${secrets.map(({ name, value }) => `  ${quoted(name)}: ${typeText(value)};\n`).join('')}}

const values: FakeSecrets = {
${secrets.map(({ name, value }) => `  ${quoted(name)}: ${valueText(value)},\n`).join('')}};

const missing: readonly string[] = [${missing.map(quoted).join(', ')}];

/** Replaces conv.utils: getSecret returns made-up values of the right types. */
export const fakeUtils = {
  getSecret<Name extends keyof FakeSecrets>(name: Name): FakeSecrets[Name] {
    if (!Object.hasOwn(values, name)) throw failure(name);
    return structuredClone(values[name]);
  },
};

/** Like the errors of the Agent Secrets client: distinguish them by \`code\`. */
function failure(secretName: string): Error {
  const code = missing.includes(secretName) ? 'MissingAccess' : 'SecretNotFound';
  const reason = code === 'MissingAccess' ? 'cannot be read by this agent' : 'does not exist';
  return Object.assign(new Error(\`The secret "\${secretName}" \${reason}.\`), { name: code, code, secretName });
}
`;
}

function typeText(value: FakeSecret['value']): string {
  if (typeof value === 'string') return 'string';
  return `{ ${Object.keys(value)
    .map((field) => `${quoted(field)}: string;`)
    .join(' ')} }`;
}

function valueText(value: FakeSecret['value']): string {
  if (typeof value === 'string') return quoted(value);
  const fields = Object.entries(value).map(([field, text]) => `${quoted(field)}: ${quoted(text)}`);
  return `{ ${fields.join(', ')} }`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
