import type { VaultModule } from '../../../cli/host/cli-host.ts';

type Operator = VaultModule['operator'];

const unexpected = () => Promise.reject(new Error('unexpected call of the vault'));

/** The vault's module without a vault: a test sets the parts it needs. */
export function fakeVault(
  changes: Partial<Omit<VaultModule, 'operator'>> & { readonly operator?: Partial<Operator> },
): VaultModule {
  const operator: Operator = {
    sentenceOf: (error) => (error instanceof Error ? error.message : undefined),
    backUp: unexpected,
    exportAudit: async function* () {},
    initVault: unexpected,
    restore: unexpected,
    rotateKeys: unexpected,
    sealRunning: unexpected,
    vaultStatus: unexpected,
    verifyAudit: unexpected,
    ...changes.operator,
  };
  return { serve: unexpected, migrateVault: async function* () {}, ...changes, operator };
}
