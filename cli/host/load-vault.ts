import { CliError } from './cli-error.ts';
import type { VaultModule } from './cli-host.ts';

/** Installed separately, because it includes native code. */
export const vaultPackage = '@agent-secrets/vault';

/** Both resolve names from the folder of this program. */
export interface Loader {
  readonly load: (id: string) => VaultModule;
  readonly read: (id: string) => unknown;
}

/**
 * Loads the installed package, or else the vault that is built next to this program. @throws CliError if the
 * package has another version; an error with the code `MODULE_NOT_FOUND` if there is neither
 */
export function loadVaultModule({ load, read }: Loader, version: string): VaultModule {
  const manifest = installedManifest(read);
  if (manifest !== undefined) {
    const installed = isVersioned(manifest) ? manifest.version : 'unknown';
    if (installed !== version) {
      throw new CliError(
        `This program has version ${version}, but ${vaultPackage} has version ${installed}. Install both in the same version: npm install agent-secrets@${version} ${vaultPackage}@${version}`,
      );
    }
    return load(vaultPackage);
  }
  // In a clone, the vault is a bundle in the same folder.
  return load('./vault.js');
}

function installedManifest(read: Loader['read']): unknown {
  try {
    return read(`${vaultPackage}/package.json`);
  } catch {
    return undefined;
  }
}

function isVersioned(manifest: unknown): manifest is { readonly version: string } {
  return (
    typeof manifest === 'object' &&
    manifest !== null &&
    'version' in manifest &&
    typeof manifest.version === 'string'
  );
}
