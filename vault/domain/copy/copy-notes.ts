import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';
import type { NoteName, RowView } from '../../storage/stored-rows.ts';

/**
 * Marker in a target: the target contains part of a vault, and becomes a vault only once the rest is there
 * and verified.
 */
const Copying = Type.Object({
  vaultId: Type.String(),
  /** Where the copy comes from, as the operator named it, without a password. */
  from: Type.String(),
  at: Type.String(),
  /** The end of the source's audit log when the copy began. */
  seq: Type.Number(),
});
export type Copying = Static<typeof Copying>;

/** Marker in a source: its vault was moved elsewhere. */
const Moved = Type.Object({ to: Type.String(), at: Type.String() });
export type Moved = Static<typeof Moved>;

export async function copyingNote(view: RowView): Promise<Copying | undefined> {
  return parse(await view.note('copying'), 'copying', (value): value is Copying => Check(Copying, value));
}

export async function movedNote(view: RowView): Promise<Moved | undefined> {
  return parse(await view.note('moved'), 'moved', (value): value is Moved => Check(Moved, value));
}

function parse<T>(
  text: string | undefined,
  name: NoteName,
  isOne: (value: unknown) => value is T,
): T | undefined {
  if (text === undefined) return undefined;
  const value: unknown = JSON.parse(text);
  if (isOne(value)) return value;
  throw new Error(`The note "${name}" of the database is damaged.`);
}
