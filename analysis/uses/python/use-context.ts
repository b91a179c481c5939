import type { PythonFile } from '../../references/python/python-file.ts';
import type { SecretUse } from '../../model/secret-use.ts';
import type { Definitions } from './definitions.ts';
import type { SecretValues } from './secret-values.ts';

/** The shared state for finding the uses of one version of a file. */
export interface UseContext {
  readonly file: PythonFile;
  readonly values: SecretValues;
  readonly definitions: Definitions;
}

/** A use before it is known which secret the value belongs to. */
export type UsePlace = Pick<SecretUse, 'kind' | 'span' | 'field' | 'elsewhere' | 'optional' | 'sink'>;
