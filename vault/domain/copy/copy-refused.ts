/**
 * Why a vault is not copied. `occupied`: the target is in use. `of-another`: the target contains part of
 * another vault. `half`: the source is itself an incomplete copy. `no-vault`: the source contains no vault.
 * `moved`: it was already moved. `older`: its rows must first be migrated by starting the vault. `changed`:
 * the source changed since the copy began. `different`: the copy differs from the source. `damaged`: the rows
 * are the same, but are not what the vault wrote.
 */
export type CopyProblem =
  'changed' | 'damaged' | 'different' | 'half' | 'moved' | 'no-vault' | 'occupied' | 'of-another' | 'older';

/** The target is not a vault; the source is unchanged. */
export class CopyRefused extends Error {
  readonly problem: CopyProblem;
  /** Where the first difference is: names a table and a key, never their content. */
  readonly where: string | undefined;

  constructor(problem: CopyProblem, where?: string) {
    super(where === undefined ? problem : `${problem}: ${where}`);
    this.name = 'CopyRefused';
    this.problem = problem;
    this.where = where;
  }
}
