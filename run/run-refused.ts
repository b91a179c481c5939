/** What was refused. Contains no value. */
export interface RefusedVariable {
  readonly variable?: string;
  readonly secret?: string;
  readonly field?: string;
  /** The secret's fields. */
  readonly fields?: readonly string[];
}

export type RefusalCode =
  | 'needsAgent'
  | 'nothingToGive'
  /** The variable's name is invalid. */
  | 'invalidVariable'
  /** The value contains a null byte. */
  | 'unusableVariable'
  /** A variable with this name changes how programs behave. */
  | 'steeringVariable'
  | 'SecretNotFound'
  | 'MissingAccess'
  /** The secret has several fields, but the reference names none. */
  | 'fieldNeeded'
  | 'noSuchField'
  /** The secret has no fields, but the reference names one. */
  | 'noFields';

/** Thrown if nothing can be run. The caller provides the message. */
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
