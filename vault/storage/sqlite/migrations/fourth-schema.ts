/**
 * An index whose newest entries are adjacent. With ids of secrets in it, which are in random order, every new
 * version and every step of a rotation wrote a page of its own.
 */
export const fourthSchema: readonly string[] = [
  'drop index secret_versions_term',
  'create index secret_versions_term on secret_versions (term)',
];
