import type { PythonFile } from '../../references/python/python-file.ts';
import type { SecretUse } from '../../model/secret-use.ts';
import type { Definitions } from './definitions.ts';
import type { SecretValues } from './secret-values.ts';

/** What finding the uses of one version of a file works with. */
export interface UseContext {
  readonly file: PythonFile;
  readonly values: SecretValues;
  readonly definitions: Definitions;
}

/** A use before it is known whose value it is. */
export type UsePlace = Pick<SecretUse, 'kind' | 'span' | 'field' | 'elsewhere' | 'optional' | 'sink'>;
