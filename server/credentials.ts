import {
  type Credential,
  type DetectCredentials,
  findCredentials,
  mayHoldCredentials,
  type ParsedFile,
} from '../analysis/index.ts';

export interface CredentialsOptions {
  /** Called when a document first looks as if it contains a credential; may throw. */
  readonly load: () => { readonly detect: DetectCredentials };
  /** Called when the detector is unavailable; credentials are then not reported. */
  readonly failed: (error: unknown) => void;
}

/** The credentials that a detector finds in documents. Each version of a document is scanned once. */
export class Credentials {
  readonly #options: CredentialsOptions;
  readonly #found = new WeakMap<ParsedFile, Promise<readonly Credential[] | undefined>>();
  #detect: DetectCredentials | 'none' | undefined;

  constructor(options: CredentialsOptions) {
    this.#options = options;
  }

  /**
   * Undefined if the file cannot contain a credential, which is true for nearly every file, or if the
   * detector is unavailable.
   */
  in(file: ParsedFile): Promise<readonly Credential[] | undefined> | undefined {
    const known = this.#found.get(file);
    if (known !== undefined) return known;
    if (!mayHoldCredentials(file.text)) return undefined;
    const found = this.#findIn(file.text);
    this.#found.set(file, found);
    return found;
  }

  async #findIn(text: string): Promise<readonly Credential[] | undefined> {
    this.#detect ??= this.#load();
    return this.#detect === 'none' ? undefined : findCredentials(text, this.#detect);
  }

  #load(): DetectCredentials | 'none' {
    try {
      return this.#options.load().detect;
    } catch (error) {
      this.#options.failed(error);
      return 'none';
    }
  }
}
