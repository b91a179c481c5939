import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { root } from '../e2e/support/programs.ts';

export const imagesFolder = path.join(root, 'docs', 'images');

/**
 * The number of pixels that may differ from the previous picture unnoticed, such as antialiasing or a caret.
 */
const unseenShare = 0.0005;
/** The maximum difference of a channel, of 255. */
const unseenStep = 24;

export interface Frame {
  readonly png: Buffer;
  /** The duration in milliseconds. */
  readonly delay: number;
}

/** Stores a picture as lossless WebP, unless it looks like the existing one. */
export async function storePicture(name: string, png: Buffer): Promise<void> {
  const file = path.join(imagesFolder, `${name}.webp`);
  await mkdir(imagesFolder, { recursive: true });
  const before = await readFile(file).catch(() => undefined);
  if (before && (await looksLike(before, png))) return;
  await writeFile(file, await sharp(png).webp({ lossless: true, effort: 6 }).toBuffer());
}

/** Stores frames as a looping animation. */
export async function storeFilm(name: string, frames: readonly Frame[]): Promise<void> {
  await mkdir(imagesFolder, { recursive: true });
  const film = sharp(
    frames.map(({ png }) => png),
    { join: { animated: true } },
  );
  const bytes = await film
    .webp({ lossless: true, effort: 6, loop: 0, delay: frames.map(({ delay }) => delay) })
    .toBuffer();
  await writeFile(path.join(imagesFolder, `${name}.webp`), bytes);
}

async function looksLike(before: Buffer, after: Buffer): Promise<boolean> {
  const [old, fresh] = await Promise.all([pixelsOf(before), pixelsOf(after)]);
  if (old.width !== fresh.width || old.height !== fresh.height) return false;
  const seen = old.data.reduce(
    (count, channel, index) =>
      Math.abs(channel - (fresh.data[index] ?? 0)) > unseenStep ? count + 1 : count,
    0,
  );
  return seen / old.data.length < unseenShare;
}

async function pixelsOf(image: Buffer): Promise<{ data: Buffer; width: number; height: number }> {
  const { data, info } = await sharp(image).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}
