import {
  type Credential,
  type DetectCredentials,
  findCredentials,
  mayHoldCredentials,
  type ParsedFile,
} from '../analysis/index.ts';

export interface CredentialsOptions {
  /** Called when a text first looks like holding a credential; may throw. */
  readonly load: () => { readonly detect: DetectCredentials };
  /** No detector is there: nothing will be said about credentials. */
  readonly failed: (error: unknown) => void;
}

/** What a detector finds in texts; each version of a text is looked at once. */
export class Credentials {
  readonly #options: CredentialsOptions;
  readonly #found = new WeakMap<ParsedFile, Promise<readonly Credential[] | undefined>>();
  #detect: DetectCredentials | 'none' | undefined;

  constructor(options: CredentialsOptions) {
    this.#options = options;
  }

  /** Undefined for nearly every text: it cannot hold any, or nobody can tell. */
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
