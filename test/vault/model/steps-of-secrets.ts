import {
  changeList,
  copyOf,
  type Expected,
  living,
  metadata,
  type Model,
  type ModelSecret,
  noSecret,
  refused,
  takeBack,
} from './model.ts';
import type { Step } from './step.ts';
import { at, type World } from './world.ts';

export interface Delta {
  readonly name: string;
  readonly grant: readonly string[];
  readonly revoke: readonly string[];
  /** Based on a list that has changed since. */
  readonly isOld: boolean;
}

/** With a current state, or one that it never had. */
function tag({ secretIds }: World, name: string, count: string, isOld: boolean): string {
  return `${secretIds.get(name) ?? 'none'}.${isOld ? `${count.charAt(0)}999999` : count}`;
}

export function createAgent(agentId: string): Step {
  return {
    text: `add the agent ${agentId}`,
    ask: () => ({ method: 'POST', url: at('agents'), body: { agentId, agentName: agentId } }),
    expect({ agents }) {
      if (agents.has(agentId)) return refused(409, 'NameTaken');
      agents.add(agentId);
      return { status: 201 };
    },
  };
}

export function createSecret(name: string, value: string, agents: readonly string[]): Step {
  return {
    text: `create ${name} for ${agents.join(', ')}`,
    ask: () => ({
      method: 'POST',
      url: at('secrets'),
      body: { name, kind: 'single', value, agentIds: agents },
    }),
    expect(model) {
      if (agents.some((agent) => !model.agents.has(agent))) return refused(400, 'InvalidInput');
      if (model.secrets.has(name)) return refused(409, 'NameTaken');
      const numbers = { version: 1, revision: 1, accessVersion: 1 };
      const fresh = { deletedAt: undefined, isDeprecated: false, agents: new Set(agents), values: [value] };
      model.secrets.set(name, { ...numbers, ...fresh });
      return { status: 201, body: { version: 1, revision: 1 } };
    },
    learn: ({ secretIds }, { body }) => secretIds.set(name, String(body['etag']).replace(/\.r1$/, '')),
  };
}

/** All of them, or none. The answer has the code of the first that is refused. */
export function importSecrets(
  created: readonly { readonly name: string; readonly value: string; readonly agents: readonly string[] }[],
): Step {
  return {
    text: `import ${created.map(({ name, agents }) => `${name} for ${agents.join(', ')}`).join('; ')}`,
    ask: () => ({
      method: 'POST',
      url: at('secrets:import'),
      body: {
        secrets: created.map(({ name, value, agents }) => ({
          name,
          kind: 'single',
          value,
          agentIds: agents,
        })),
      },
    }),
    expect(model) {
      const before = copyOf(model);
      const names = new Set<string>();
      for (const { name, value, agents } of created) {
        const isTwice = names.has(name);
        names.add(name);
        const expected = isTwice
          ? refused(409, 'NameTaken')
          : createSecret(name, value, agents).expect(model);
        if (expected.status === 201) continue;
        takeBack(model, before);
        return expected;
      }
      return { status: 201 };
    },
    learn({ secretIds }, { body }) {
      for (const { name, etag } of body['secrets'] as readonly { name: string; etag: string }[]) {
        secretIds.set(name, etag.replace(/\.r1$/, ''));
      }
    },
  };
}

/** A change of one secret with `If-Match`. */
function changing(
  name: string,
  text: string,
  isOld: boolean,
  asked: { readonly method: string; readonly path?: string; readonly body?: unknown },
  change: (secret: ModelSecret, model: Model) => Expected | undefined,
): Step {
  const { method, path = '', body } = asked;
  return {
    text: `${text} ${name}${isOld ? ', decided on an old state' : ''}`,
    ask: ({ secrets }, world) => ({
      method,
      url: `${at('secrets')}/${name}${path}`,
      headers: { 'if-match': `"${tag(world, name, `r${String(secrets.get(name)?.revision)}`, isOld)}"` },
      ...(body !== undefined && { body }),
    }),
    expect(model) {
      const secret = living(model, name);
      if (!secret) return noSecret;
      if (isOld) return refused(412, 'VersionConflict');
      return change(secret, model) ?? metadata(name, secret);
    },
  };
}

/** An empty value alone is refused. */
export function rotate(name: string, value: string, isOld: boolean): Step {
  return changing(
    name,
    value === '' ? 'empty' : 'rotate',
    isOld,
    { method: 'PATCH', body: { value } },
    (secret) => {
      if (value === '') return refused(400, 'InvalidInput');
      secret.values.push(value);
      secret.version = secret.values.length;
      secret.revision += 1;
      return undefined;
    },
  );
}

export function deprecate(name: string, isDeprecated: boolean): Step {
  const body = { deprecated: isDeprecated ? {} : null };
  return changing(
    name,
    isDeprecated ? 'deprecate' : 'use again',
    false,
    { method: 'PATCH', body },
    (secret) => {
      if (secret.isDeprecated !== isDeprecated) secret.revision += 1;
      secret.isDeprecated = isDeprecated;
      return undefined;
    },
  );
}

export function restoreVersion(name: string, version: number): Step {
  const path = `/versions/${String(version)}:restore`;
  return changing(
    name,
    `restore version ${String(version)} of`,
    false,
    { method: 'POST', path },
    (secret) => {
      if (version > secret.values.length) return refused(404, 'NotFound');
      if (secret.version !== version) secret.revision += 1;
      secret.version = version;
      return undefined;
    },
  );
}

export function remove(name: string, isOld: boolean): Step {
  return changing(name, 'delete', isOld, { method: 'DELETE' }, (secret, model) => {
    secret.deletedAt = model.minutes;
    secret.revision += 1;
    for (const request of model.requests) {
      if (request.secret === name && request.status === 'pending') request.status = 'declined';
    }
    return undefined;
  });
}

export function undelete(name: string): Step {
  return {
    text: `bring ${name} back`,
    ask: () => ({ method: 'POST', url: at(`secrets/${name}:undelete`), headers: { 'if-match': '*' } }),
    expect({ secrets }) {
      const secret = secrets.get(name);
      if (!secret) return noSecret;
      if (secret.deletedAt !== undefined) secret.revision += 1;
      secret.deletedAt = undefined;
      return metadata(name, secret);
    },
  };
}

export function purge(name: string): Step {
  return {
    text: `destroy ${name}`,
    ask: () => ({ method: 'POST', url: at(`secrets/${name}:purge`), headers: { 'if-match': '*' } }),
    expect({ secrets }) {
      const secret = secrets.get(name);
      if (!secret) return noSecret;
      if (secret.deletedAt === undefined) return refused(409, 'Conflict');
      secrets.delete(name);
      return { status: 204 };
    },
  };
}

export function changeAccess({ name, ...change }: Delta): Step {
  const { grant, revoke, isOld } = change;
  return {
    text: `access of ${name}: +${grant.join(' ')} -${revoke.join(' ')}${isOld ? ', decided on an old list' : ''}`,
    ask: ({ secrets }, world) => ({
      method: 'PATCH',
      url: at(`secrets/${name}/access`),
      headers: { 'if-match': `"${tag(world, name, `a${String(secrets.get(name)?.accessVersion)}`, isOld)}"` },
      body: { grant, revoke },
    }),
    expect: (model) => changeList(model, name, change),
  };
}

/** All of them, or none. */
export function changeMany(deltas: readonly Delta[]): Step {
  return {
    text: `access of ${deltas.map(({ name, isOld }) => `${name}${isOld ? ' (old)' : ''}`).join(', ')} at once`,
    ask: ({ secrets }, world) => ({
      method: 'POST',
      url: at('access-changes'),
      body: {
        changes: deltas.map(({ name, grant, revoke, isOld }) => {
          const etag = tag(world, name, `a${String(secrets.get(name)?.accessVersion)}`, isOld);
          return { name, grant, revoke, etag };
        }),
      },
    }),
    expect(model) {
      if (new Set(deltas.map(({ name }) => name)).size < deltas.length) return refused(400, 'InvalidInput');
      const before = copyOf(model);
      for (const { name, ...change } of deltas) {
        const expected = changeList(model, name, change);
        if (expected.status === 200) continue;
        takeBack(model, before);
        return expected;
      }
      return { status: 200 };
    },
  };
}
