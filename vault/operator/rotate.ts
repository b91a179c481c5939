import type { Rotated } from '../control/messages.ts';
import { OperatorError } from '../errors/errors.ts';
import { command } from './command.ts';
import type { OnProgress, OperatorTarget } from './target.ts';

/** `root`: to the root key of `setting`, or to a new file in the data directory. `seed`: see `rotateSeed`. */
export type Rotation =
  | { readonly what: 'term' }
  | { readonly what: 'seed'; readonly endTokens: boolean }
  | { readonly what: 'root'; readonly setting: string | undefined };

/** Rotates keys, whether the vault is running or not; resumes an interrupted rotation. @throws OperatorError */
export async function rotateKeys(
  target: OperatorTarget,
  rotation: Rotation,
  onProgress: OnProgress,
): Promise<Rotated> {
  let rotated: Rotated | undefined;
  await command(target, requestOf(rotation), (answer) => {
    if (answer.is === 'progress') onProgress(answer.phase, answer.done, answer.of);
    if (answer.is === 'rotated') rotated = answer;
  });
  if (rotated) return rotated;
  throw new OperatorError('The rotation stopped before it was complete. Run the same command again.');
}

function requestOf(rotation: Rotation) {
  if (rotation.what === 'term') return { do: 'rotate-term' } as const;
  if (rotation.what === 'seed') return { do: 'rotate-seed', endTokens: rotation.endTokens } as const;
  const { setting } = rotation;
  return { do: 'rotate-root', ...(setting !== undefined && { setting }) } as const;
}
