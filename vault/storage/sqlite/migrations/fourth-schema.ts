/**
 * An index whose newest entries stand together: with the ids of secrets in it, which come in no order,
 * every new version and every step of a rotation wrote a page of its own.
 */
export const fourthSchema: readonly string[] = [
  'drop index secret_versions_term',
  'create index secret_versions_term on secret_versions (term)',
];
