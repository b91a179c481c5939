import { expect, it } from 'vitest';
import { packEntries, unpackEntries } from '../../../vault/storage/sql/audit-groups.ts';
import { bytes, entry } from './records.ts';

const written = [entry(7, { mac: bytes(7) }), entry(8, { mac: bytes(8), code: null, granted: [] })];
const row = packEntries(written) ?? { last: 0, mac: bytes(0), entries: '' };

it('returns the entries of one commit', () => {
  expect(unpackEntries(row)).toEqual(written);
  expect(packEntries([])).toBeUndefined();
});

it('never accepts a changed bit', () => {
  for (let index = 0; index < row.entries.length; index += 1) {
    for (let bit = 0; bit < 7; bit += 1) {
      const changed = Buffer.from(row.entries, 'latin1');
      changed.writeUInt8(changed.readUInt8(index) ^ (1 << bit), index);
      const found = unpackEntries({ ...row, entries: changed.toString('latin1') });
      expect(found, changed.toString('latin1')).not.toEqual(written);
    }
  }
});

it('returns an entry without a MAC where the text was not written by the vault', () => {
  const spoiled = ['', '[', '[]', '{}', 'null', '[1]', '[[]]', '[[8,"a"]]', row.entries.replace('"a"', '1')];
  for (const entries of spoiled) {
    const found = unpackEntries({ ...row, entries });
    expect(found.length).toBeGreaterThan(0);
    expect(
      found.some(({ mac }) => mac.length === 0),
      entries,
    ).toBe(true);
  }
});

it('never trusts the stated number of entries', () => {
  expect(unpackEntries({ ...row, last: 2 ** 52, entries: '' })).toHaveLength(1);
});
