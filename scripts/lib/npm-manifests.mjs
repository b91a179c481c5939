import { asRecord, asText, fieldOf } from './json.mjs';
import { nativePackages } from './native-packages.mjs';

/** What `agent-secrets` starts and loads; `dist/` stays together. */
export const commandLinePrograms = ['action', 'call', 'cli', 'detector', 'mcp', 'network', 'scan', 'sign-in'];

/**
 * The manifest of the command line, which has no dependencies.
 * @param {unknown} project the project's package.json
 */
export function commandLineManifest(project) {
  return {
    name: 'agent-secrets',
    ...common(project, 'cli'),
    description: 'Checks code that reads the secrets of AI agents, and manages a vault.',
    engines: { node: '>=22.15' },
    bin: { 'agent-secrets': 'dist/agent-secrets.js' },
  };
}

/**
 * The manifest of the vault. The packages that cannot be bundled are its dependencies.
 * @param {unknown} project the project's package.json
 */
export function vaultManifest(project) {
  const versions = asRecord(fieldOf(project, 'dependencies'));
  const optional = ['@aws-sdk/client-kms', '@google-cloud/kms', '@napi-rs/keyring'];
  return {
    name: '@agent-secrets/vault',
    ...common(project, 'vault'),
    description: 'The vault of Agent Secrets, which the package agent-secrets starts.',
    engines: { node: '>=24' },
    main: 'dist/vault.js',
    dependencies: Object.fromEntries(nativePackages.map((name) => [name, asText(fieldOf(versions, name))])),
    peerDependencies: Object.fromEntries(optional.map((name) => [name, '*'])),
    peerDependenciesMeta: Object.fromEntries(optional.map((name) => [name, { optional: true }])),
  };
}

/**
 * @param {unknown} project
 * @param {string} directory
 */
function common(project, directory) {
  return {
    version: asText(fieldOf(project, 'version')),
    license: asText(fieldOf(project, 'license')),
    repository: { ...asRecord(fieldOf(project, 'repository')), directory },
    publishConfig: { access: 'public', provenance: true },
  };
}
