import { expect, it } from 'vitest';
import { IntegrityError, type RootKey } from '../../../vault/crypto/index.ts';

const key = Buffer.alloc(32, 7);

/** The requirements for every root key. `open` opens the same root key again, as after a restart. */
export function holdsToTheContract(open: () => RootKey | Promise<RootKey>, changes = 8): void {
  it('returns a key after a restart', async () => {
    const wrapped = await (await open()).wrap(key, 'vlt_1/term/1');
    expect(wrapped.includes(key)).toBe(false);
    expect(await (await open()).unwrap(wrapped, 'vlt_1/term/1')).toEqual(key);
  });

  it('never wraps a key the same way twice', async () => {
    const root = await open();
    expect(await root.wrap(key, 'a')).not.toEqual(await root.wrap(key, 'a'));
  });

  it('returns no key under the label of another', async () => {
    const root = await open();
    const wrapped = await root.wrap(key, 'vlt_1/term/1');
    await expect(root.unwrap(wrapped, 'vlt_1/term/2')).rejects.toThrow(IntegrityError);
  });

  it('returns no key when bytes were changed or cut', async () => {
    const root = await open();
    const wrapped = await root.wrap(key, 'a');
    for (let count = 0; count < changes; count += 1) {
      const index = Math.floor((count * wrapped.length) / changes);
      const changed = Buffer.from(wrapped);
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
      await expect(root.unwrap(changed, 'a'), `byte ${String(index)}`).rejects.toThrow(IntegrityError);
      await expect(root.unwrap(wrapped.subarray(0, index), 'a')).rejects.toThrow(IntegrityError);
    }
  });
}
