import { expect, it } from 'vitest';
import { measureSizes } from '../../../vault/background/measure-sizes.ts';
import { Metrics } from '../../../vault/observability/metrics.ts';
import { addVaultFigures } from '../../../vault/observability/vault-figures.ts';
import { MeasuredStorage } from '../../../vault/observability/measured-storage.ts';
import { openTestVault } from '../support/test-vault.ts';

const day = 86_400_000;
const soon = { timeout: 10_000, interval: 10 };

it('the metrics count the secrets that are due for renewal, and those that are overdue', async () => {
  const test = await openTestVault();
  const dates = {
    later: { expiresOn: '2026-09-01' },
    due: { expiresOn: '2026-02-20' },
    overdue: { rotateEveryDays: 30 },
  };
  for (const [name, upkeep] of Object.entries(dates)) {
    const body = { name, kind: 'single', value: 'not-a-real-key', ...upkeep };
    await test.send({ method: 'POST', url: '/v1/accounts/acc_test/secrets', key: test.adminKey, body });
  }
  test.advance(31 * day);
  const { sizes, stop } = measureSizes(test.vault, test.directory);
  const metrics = new Metrics();
  addVaultFigures(metrics, {
    vault: test.vault,
    storage: new MeasuredStorage(test.vault.storage),
    sizes,
    checkpointAge: () => 0,
    certificateEnd: () => undefined,
  });
  await expect.poll(() => metrics.render(), soon).toContain('agent_secrets_vault_due_secrets 2\n');
  expect(metrics.render()).toContain('agent_secrets_vault_overdue_secrets 1\n');
  await stop();
  await test.close();
});
