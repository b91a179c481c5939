/**
 * Why a vault is not copied. `occupied`: the target is in use. `of-another`: it holds part of another
 * vault. `half`: the source is no whole vault itself. `no-vault`: there is none. `moved`: it was moved
 * already. `older`: rows that only a start of the vault brings forward. `changed`: the source is not
 * what it was when the copy began. `different`: the copy is not what the source is. `damaged`: the rows
 * are the same, but are not what the vault wrote.
 */
export type CopyProblem =
  'changed' | 'damaged' | 'different' | 'half' | 'moved' | 'no-vault' | 'occupied' | 'of-another' | 'older';

/** The target is no vault; the source is as it was. */
export class CopyRefused extends Error {
  readonly problem: CopyProblem;
  /** Where the first difference is: names a table and a key, never what is in it. */
  readonly where: string | undefined;

  constructor(problem: CopyProblem, where?: string) {
    super(where === undefined ? problem : `${problem}: ${where}`);
    this.name = 'CopyRefused';
    this.problem = problem;
    this.where = where;
  }
}
