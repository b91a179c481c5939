interface Release {
  readonly tag: string;
  readonly version: string;
  readonly changelog: string;
  /** The address in package.json. */
  readonly repository: string;
  /** `OWNER/NAME` of the repository whose workflow publishes; undefined elsewhere. */
  readonly publishedFrom?: string | undefined;
}

/** Reasons not to publish a tag, as sentences. Empty if there are none. */
export function problemsOfRelease({
  tag,
  version,
  changelog,
  repository,
  publishedFrom,
}: Release): readonly string[] {
  const problems: readonly (readonly [isOne: boolean, sentence: string])[] = [
    [!/^\d+\.\d+\.\d+$/.test(version), `Marketplaces require a version of three numbers, not ${version}.`],
    [tag !== `v${version}`, `The tag ${tag} and the version ${version} of package.json differ.`],
    [notesOf(version, changelog) === '', `CHANGELOG.md has no entry for ${version}.`],
    [
      publishedFrom !== undefined && repository !== `https://github.com/${publishedFrom}.git`,
      `The npm registry rejects packages whose repository is ${repository} if ${publishedFrom} publishes them.`,
    ],
  ];
  return problems.filter(([isOne]) => isOne).map(([, sentence]) => sentence);
}

/** The changelog section for a version. Empty if there is none. */
export function notesOf(version: string, changelog: string): string {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((one) => versionOf(titleOf(one)) === version) ?? '';
  return section.slice(titleOf(section).length).trim();
}

function titleOf(section: string): string {
  return section.split('\n', 1)[0] ?? '';
}

/** Matches `1.2.0` and `[1.2.0] - 2026-11-21`. */
function versionOf(title: string): string {
  return (title.split(' ', 1)[0] ?? '').replaceAll(/[[\]]/g, '');
}
