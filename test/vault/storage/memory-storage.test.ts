import { openMemoryStorage } from '../support/memory/index.ts';
import { describeStorage } from './storage-contract.ts';

describeStorage('Memory', async () => {
  const storage = openMemoryStorage();
  return { storage, drop: () => storage.close() };
});
