import { Fact } from './fact.ts';

/** A secret as its only writer knows it. */
export interface KeptSecret {
  readonly name: string;
  /** `undefined` means that it was never created. */
  readonly value: Fact<string | undefined>;
  /** Whether the writer's own agent may read it. */
  readonly granted: Fact<boolean>;
}

/** An environment secret of the writer's own person. */
export interface KeptVariable {
  readonly name: string;
  readonly value: Fact<string | undefined>;
}

/** An additional key of the writer's agent. */
export interface KeptToken {
  readonly id: string;
  readonly token: string;
  readonly active: Fact<boolean>;
}

/** What one writer has in the vault; only this writer changes it. */
export class Kept {
  readonly secrets: KeptSecret[] = [];
  readonly variables: KeptVariable[] = [];
  readonly tokens: KeptToken[] = [];
  /** Changes since the last comparison with the vault. */
  readonly touched = new Set<KeptSecret | KeptToken>();

  newSecret(name: string, value: string, granted: boolean): KeptSecret {
    const secret = {
      name,
      value: new Fact<string | undefined>(undefined, value),
      granted: new Fact(granted),
    };
    this.secrets.push(secret);
    return secret;
  }

  newVariable(name: string): KeptVariable {
    const variable = { name, value: new Fact<string | undefined>(undefined) };
    this.variables.push(variable);
    return variable;
  }
}
