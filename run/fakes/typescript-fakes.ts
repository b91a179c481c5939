import type { FakeSecret } from './fake-values.ts';

/** An object that reads as `conv.utils` does. */
export function typescriptFakes(secrets: readonly FakeSecret[], about: string): string {
  return `// ${about}
// Every value is made up: "agent-secrets fakes" writes this file anew when the secrets change.

export interface FakeSecrets {
${secrets.map(({ name, value }) => `  ${quoted(name)}: ${typeText(value)};\n`).join('')}}

const values: FakeSecrets = {
${secrets.map(({ name, value }) => `  ${quoted(name)}: ${valueText(value)},\n`).join('')}};

/** Stands in for conv.utils: getSecret gives made-up values of the right types. */
export const fakeUtils = {
  getSecret<Name extends keyof FakeSecrets>(name: Name): FakeSecrets[Name] {
    if (!Object.hasOwn(values, name)) throw new Error(\`This agent cannot read a secret "\${name}".\`);
    return structuredClone(values[name]);
  },
};
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
