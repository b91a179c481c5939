/** What a refusal is about; contains no value. */
export interface RefusedVariable {
  readonly variable?: string;
  readonly secret?: string;
  readonly field?: string;
  /** The fields that the secret has. */
  readonly fields?: readonly string[];
}

export type RefusalCode =
  | 'needsAgent'
  | 'nothingToGive'
  /** The name is not valid for a variable. */
  | 'invalidVariable'
  /** The value contains a null byte. */
  | 'unusableVariable'
  /** Programs change their behavior based on a variable of this name. */
  | 'steeringVariable'
  | 'SecretNotFound'
  | 'MissingAccess'
  /** A key/value secret, but the reference names no field. */
  | 'fieldNeeded'
  | 'noSuchField'
  /** A single-value secret, but the reference names a field. */
  | 'noFields';

/** Why nothing can be run; the caller provides the message. */
export class RunRefused extends Error {
  readonly code: RefusalCode;
  readonly about: RefusedVariable;

  constructor(code: RefusalCode, about: RefusedVariable = {}) {
    super(code);
    this.name = 'RunRefused';
    this.code = code;
    this.about = about;
  }
}
