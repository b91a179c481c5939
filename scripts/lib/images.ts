/** An image reference in a file. */
export interface Image {
  /** With its tag, without its digest. */
  readonly name: string;
  readonly digest: string | undefined;
}

/**
 * `FROM registry/name:tag` of a Containerfile and `image: registry/name:tag` of Compose; excludes images that
 * we build.
 */
const named = /^(\s*(?:FROM|image:)\s+)([\w.-]+(?:\/[\w.-]+)+:[\w.-]+)(?:@(sha256:[0-9a-f]{64}))?/gm;

export function imagesIn(text: string): readonly Image[] {
  return [...text.matchAll(named)].map(([, , name = '', digest]) => ({ name, digest }));
}

/** The text with a digest added to every image that has one here; others stay unchanged. */
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
