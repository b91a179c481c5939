import type { PythonFile } from '../../references/python/python-file.ts';
import type { SecretUse } from '../../model/secret-use.ts';
import type { Definitions } from './definitions.ts';
import type { SecretValues } from './secret-values.ts';

/** The state that is shared while the uses in one version of a file are found. */
export interface UseContext {
  readonly file: PythonFile;
  readonly values: SecretValues;
  readonly definitions: Definitions;
}

/** A use that has not been matched to the secret of its value yet. */
export type UsePlace = Pick<SecretUse, 'kind' | 'span' | 'field' | 'elsewhere' | 'optional'>;
