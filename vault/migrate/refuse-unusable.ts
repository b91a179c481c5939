import { copyingNote, movedNote } from '../domain/copy/copy-notes.ts';
import { StartError } from '../errors.ts';
import type { MovableStorage } from '../storage/stored-rows.ts';

/**
 * Refuses a storage that is only half copied, or one that was moved, unless its operator insists.
 * @throws StartError
 */
export async function refuseUnusable(
  { rows }: MovableStorage,
  { despiteMove = false }: { readonly despiteMove?: boolean | undefined },
): Promise<void> {
  const { copying, moved } = await rows.look(async (view) => ({
    copying: await copyingNote(view),
    moved: await movedNote(view),
  }));
  if (copying) {
    throw new StartError(
      `A vault is being copied here from ${copying.from} since ${copying.at}. Run the same “agent-secrets vault migrate” again to finish it.`,
    );
  }
  if (!moved || despiteMove) return;
  throw new StartError(
    `This vault was moved to ${moved.to} on ${moved.at}: what is written here would be missing there. Start it there, or here all the same with --despite-move.`,
  );
}
