import type { TamperedVault } from './tampered-vault.ts';

/** One attack on the database or the checkpoints, and whether it was detected. */
export interface Attempt {
  readonly attack: string;
  /** The row or byte, to find it again. */
  readonly where: string;
  readonly noticed: boolean;
}

export type Notice = () => Promise<boolean>;

/** Every `step`-th byte of one column of one row, one bit of it at a time. */
export async function* flipAll(
  vault: TamperedVault,
  attack: string,
  table: string,
  column: string,
  rowid: number,
  bytes: Buffer,
  step: number,
  notice: Notice,
): AsyncGenerator<Attempt> {
  if (bytes.length === 0 || !Number.isInteger(rowid)) throw new Error(`Nothing to flip: ${attack}`);
  for (let index = rowid % step; index < bytes.length; index += step) {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(index) ^ (1 << (index & 7)), index);
    const statement = `update ${table} set ${column} = ? where rowid = ?`;
    const noticed = await vault.whileEdited(statement, [changed, rowid], notice);
    yield {
      attack: `byte flipped: ${attack}`,
      where: `row ${String(rowid)}, byte ${String(index)}`,
      noticed,
    };
  }
}

interface Row {
  readonly rowid: number;
  readonly name: string;
  readonly bytes: Buffer;
}

export function rows({ database }: TamperedVault, select: string): readonly Row[] {
  return database.prepare<[], Row>(select).all();
}
