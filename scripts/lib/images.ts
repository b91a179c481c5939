/** An image that a file names. */
export interface Image {
  /** With its tag, without its digest. */
  readonly name: string;
  readonly digest: string | undefined;
}

/** `FROM registry/name:tag` of a Containerfile and `image: registry/name:tag` of Compose; not what we build. */
const named = /^(\s*(?:FROM|image:)\s+)([\w.-]+(?:\/[\w.-]+)+:[\w.-]+)(?:@(sha256:[0-9a-f]{64}))?/gm;

export function imagesIn(text: string): readonly Image[] {
  return [...text.matchAll(named)].map(([, , name = '', digest]) => ({ name, digest }));
}

/** The text with a digest behind every image that has one here; others stay. */
export function pinned(text: string, digests: ReadonlyMap<string, string>): string {
  return text.replaceAll(named, (whole: string, before: string, name: string) => {
    const digest = digests.get(name);
    return digest === undefined ? whole : `${before}${name}@${digest}`;
  });
}

/** The digest of the image for all platforms, in what `docker buildx imagetools inspect` prints. */
export function digestIn(output: string): string | undefined {
  return /^Digest:\s+(sha256:[0-9a-f]{64})$/m.exec(output)?.[1];
}
