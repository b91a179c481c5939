import { isOtherPython, mayMatter } from '../files/may-be-code.ts';
import { git, gitNow } from './git.ts';

interface StoredFile {
  /** Absolute. */
  readonly file: string;
  /** Of its content. */
  readonly hash: string;
}

/**
 * Functions that return the contents of files, by path. What is probably code is read ahead, with few processes.
 * All other files, such as pictures, and large ones are read when they are needed, and are not kept.
 * The functions throw if Git does not have the content, or if it is too large to be code.
 * @throws ReviewError
 */
export async function storedFiles(
  root: string,
  files: readonly StoredFile[],
): Promise<Map<string, () => Uint8Array>> {
  const probablyCode = files.filter(({ file }) => mayMatter(file) || isOtherPython(file));
  const ahead = await smallBlobs(
    root,
    probablyCode.map(({ hash }) => hash),
  );
  return new Map(files.map(({ file, hash }) => [file, () => ahead.get(hash) ?? blobNow(root, hash)]));
}

/** In bytes. Almost all code is smaller. */
const smallBlob = 1_000_000;

/** In bytes. A larger file is not code, and is not read. */
const largestBlob = 50_000_000;

/** In bytes: what one process prints, which is in memory twice for a moment. */
const batchSize = 8_000_000;

/** The contents by hash. Missing and larger ones are left out. @throws ReviewError */
export async function smallBlobs(
  root: string,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const blobs = new Map<string, Uint8Array>();
  for (const batch of await batchesOf(root, [...new Set(hashes)])) {
    const output = await git(root, ['cat-file', '--batch'], { input: `${batch.join('\n')}\n` });
    for (let at = 0; at < output.length;) {
      const blob = blobAt(output, at);
      if (blob === undefined) break;
      blobs.set(blob.hash, blob.content);
      at = blob.end;
    }
  }
  return blobs;
}

/** The hashes of small blobs, in groups whose contents fit into one output. */
async function batchesOf(root: string, hashes: readonly string[]): Promise<readonly (readonly string[])[]> {
  if (hashes.length === 0) return [];
  const output = await git(root, ['cat-file', '--batch-check'], { input: `${hashes.join('\n')}\n` });
  const batches: string[][] = [];
  let left = 0;
  for (const line of output.toString('latin1').split('\n')) {
    const [hash = '', type, size] = line.split(' ');
    if (type !== 'blob' || Number(size) > smallBlob) continue;
    if (Number(size) > left || batches.length === 0) {
      batches.push([]);
      left = batchSize;
    }
    batches.at(-1)?.push(hash);
    left -= Number(size);
  }
  return batches;
}

/** An entry in the output of `git cat-file --batch`: a line, the content, and the end of a line. */
function blobAt(output: Buffer, at: number) {
  const lineEnd = output.indexOf(10, at);
  const [hash = '', type, size = ''] = output.toString('latin1', at, lineEnd).split(' ');
  if (lineEnd < 0 || type !== 'blob') return undefined;
  const end = lineEnd + 1 + Number(size);
  return { hash, content: output.subarray(lineEnd + 1, end), end: end + 1 };
}

function blobNow(root: string, hash: string): Uint8Array {
  const options = { input: `${hash}\n`, maxBuffer: largestBlob + 1_000 };
  const output = gitNow(root, ['cat-file', '--batch'], options);
  const blob = output && blobAt(output, 0);
  // The file must not look as if it did not exist.
  if (blob === undefined) throw new Error('missing or too large');
  return blob.content;
}
