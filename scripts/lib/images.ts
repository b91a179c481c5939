/** An image reference in a file. */
export interface Image {
  /** Includes the tag, but not the digest. */
  readonly name: string;
  readonly digest: string | undefined;
}

/**
 * Matches `FROM registry/name:tag` in a Containerfile and `image: registry/name:tag` in a Compose file.
 * Excludes images that we build.
 */
const named = /^(\s*(?:FROM|image:)\s+)([\w.-]+(?:\/[\w.-]+)+:[\w.-]+)(?:@(sha256:[0-9a-f]{64}))?/gm;

export function imagesIn(text: string): readonly Image[] {
  return [...text.matchAll(named)].map(([, , name = '', digest]) => ({ name, digest }));
}

/** Pins every image that has an entry in `digests`, by image name. Leaves other images unchanged. */
export function pinned(text: string, digests: ReadonlyMap<string, string>): string {
  return text.replaceAll(named, (whole: string, before: string, name: string) => {
    const digest = digests.get(name);
    return digest === undefined ? whole : `${before}${name}@${digest}`;
  });
}

/** The digest of the multi-platform image, from the output of `docker buildx imagetools inspect`. */
export function digestIn(output: string): string | undefined {
  return /^Digest:\s+(sha256:[0-9a-f]{64})$/m.exec(output)?.[1];
}
