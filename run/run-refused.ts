/** What a refusal is about; no value is in it. */
export interface RefusedVariable {
  readonly variable?: string;
  readonly secret?: string;
  readonly field?: string;
  /** Those that the secret has. */
  readonly fields?: readonly string[];
}

export type RefusalCode =
  | 'needsAgent'
  | 'nothingToGive'
  /** Its name is not one that a variable can have. */
  | 'invalidVariable'
  /** Its value holds a null byte. */
  | 'unusableVariable'
  /** Programs listen to a variable of this name. */
  | 'steeringVariable'
  | 'SecretNotFound'
  | 'MissingAccess'
  /** A key/value secret, of which no field is named. */
  | 'fieldNeeded'
  | 'noSuchField'
  /** A field is named, of a secret that is one text. */
  | 'noFields';

/** Why nothing can be run; the caller has the words. */
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
