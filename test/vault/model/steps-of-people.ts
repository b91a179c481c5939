import { changeList, type Expected, living, type Model, noSecret, refused } from './model.ts';
import type { Step } from './step.ts';
import { at } from './world.ts';

const ended = refused(401, 'CredentialExpired');

export function issueToken(agent: string, minutes: number): Step {
  return {
    text: `issue a key of ${agent} for ${String(minutes)} minutes`,
    ask: (model, world) => ({
      method: 'POST',
      url: at('tokens'),
      body: { name: 'k', role: 'agent', agentId: agent, expiresAt: world.timeAt(model.minutes + minutes) },
    }),
    expect(model) {
      if (!model.agents.has(agent)) return refused(400, 'InvalidInput');
      const endsAt = model.minutes + minutes;
      model.tokens.push({ agent, endsAt, revokedAt: undefined, isForgotten: false });
      return { status: 201 };
    },
    learn: (world, { body }) => world.tokens.push({ id: String(body['id']), key: String(body['token']) }),
  };
}

export function revokeToken(which: number): Step {
  return {
    text: `revoke key ${String(which)}`,
    ask(_model, { tokens }) {
      const token = tokens[which % tokens.length];
      return token && { method: 'DELETE', url: at(`tokens/${token.id}`) };
    },
    expect({ minutes, tokens }) {
      const token = tokens[which % tokens.length];
      if (token?.isForgotten === true) return refused(404, 'NotFound');
      if (token) token.revokedAt ??= minutes;
      return { status: 204 };
    },
  };
}

export function readSecret(which: number, name: string): Step {
  return {
    text: `read ${name} with key ${String(which)}`,
    ask(model, { tokens }) {
      const place = which % tokens.length;
      const [token, known] = [tokens[place], model.tokens[place]];
      if (!token || !known) return undefined;
      return { method: 'GET', url: `/v1/agents/${known.agent}/secrets/${name}/value`, key: token.key };
    },
    expect: (model) => readingOf(model, which % model.tokens.length, name),
  };
}

/** The central promise of the product. */
export function readingOf(model: Model, which: number, name: string): Expected {
  const token = model.tokens[which];
  if (token?.isForgotten === true) return refused(401, 'Unauthenticated');
  if (!token || token.revokedAt !== undefined || token.endsAt <= model.minutes) return ended;
  const secret = living(model, name);
  if (!secret) return noSecret;
  if (!secret.agents.has(token.agent)) return refused(403, 'MissingAccess');
  return { status: 200, body: { name, version: secret.version, value: secret.values[secret.version - 1] } };
}

export function requestAccess(agent: string, secretName: string): Step {
  return {
    text: `an author asks for ${secretName} for ${agent}`,
    ask: (_model, { authorKey }) => ({
      method: 'POST',
      url: `/v1/agents/${agent}/access-requests`,
      key: authorKey,
      body: { secretName },
    }),
    expect(model) {
      if (!model.agents.has(agent)) return refused(404, 'NotFound');
      const secret = living(model, secretName);
      if (!secret) return noSecret;
      if (secret.agents.has(agent)) return refused(409, 'Conflict');
      const { requests } = model;
      const isPending = requests.some(
        (one) => one.agent === agent && one.secret === secretName && one.status === 'pending',
      );
      if (!isPending) requests.push({ agent, secret: secretName, status: 'pending' });
      return { status: isPending ? 200 : 201, body: { status: 'pending' } };
    },
    learn({ requests }, { status, body }) {
      if (status === 201) requests.push(String(body['id']));
    },
  };
}

export function decideRequest(which: number, status: 'approved' | 'declined'): Step {
  return {
    text: `request ${String(which)} is ${status}`,
    ask(model, world) {
      const place = which % world.requests.length;
      const [id, request] = [world.requests[place], model.requests[place]];
      if (id === undefined || !request) return undefined;
      const verb = status === 'approved' ? 'approve' : 'decline';
      return { method: 'POST', url: `/v1/agents/${request.agent}/access-requests/${id}:${verb}`, body: {} };
    },
    expect(model) {
      const request = model.requests[which % model.requests.length];
      if (request?.status !== 'pending') return refused(409, 'Conflict');
      request.status = status;
      const change = { grant: [request.agent], revoke: [], isOld: false };
      if (status === 'approved') changeList(model, request.secret, change);
      return { status: 200, body: { status } };
    },
  };
}

export function setVariable(name: string, value: string): Step {
  return {
    text: `store the variable ${name}`,
    ask: (_model, { authorKey }) => ({
      method: 'POST',
      url: '/v1/me/environment',
      key: authorKey,
      body: { name, value },
    }),
    expect({ variables }) {
      if (variables.has(name)) return refused(409, 'NameTaken');
      variables.set(name, value);
      return { status: 201 };
    },
  };
}

/** Without a value it is deleted. */
export function changeVariable(name: string, value: string | undefined): Step {
  return {
    text: `${value === undefined ? 'delete' : 'change'} the variable ${name}`,
    ask: (_model, { authorKey: key }) => ({
      method: value === undefined ? 'DELETE' : 'PATCH',
      url: `/v1/me/environment/${name}`,
      key,
      ...(value !== undefined && { body: { value } }),
    }),
    expect({ variables }) {
      if (!variables.has(name)) return noSecret;
      if (value === undefined) variables.delete(name);
      else variables.set(name, value);
      return { status: value === undefined ? 204 : 200 };
    },
  };
}

export function startSandbox(minutes: number): Step {
  return {
    text: `start a sandbox for ${String(minutes)} minutes`,
    ask: (_model, { authorKey: key }) => ({
      method: 'POST',
      url: '/v1/me/sandbox-sessions',
      key,
      body: { minutes },
    }),
    expect(model) {
      model.sessions.push({ endsAt: model.minutes + minutes, isEnded: false });
      return { status: 201 };
    },
    learn: (world, { body }) => world.sessions.push({ id: String(body['id']), key: String(body['token']) }),
  };
}

export function endSandbox(which: number): Step {
  return {
    text: `end sandbox ${String(which)}`,
    ask({ minutes, sessions: known }, { sessions, authorKey: key }) {
      const place = which % sessions.length;
      const [session, { endsAt = 0 } = {}] = [sessions[place], known[place]];
      // Whether an ended one is still known does not matter.
      if (!session || endsAt <= minutes) return undefined;
      return { method: 'DELETE', url: `/v1/me/sandbox-sessions/${session.id}`, key };
    },
    expect({ sessions }) {
      const session = sessions[which % sessions.length];
      if (session) session.isEnded = true;
      return { status: 204 };
    },
  };
}

export function readEnvironment(which: number): Step {
  return {
    text: `sandbox ${String(which)} reads its environment`,
    ask(_model, { sessions }) {
      const session = sessions[which % sessions.length];
      return session && { method: 'GET', url: '/v1/sandbox/environment', key: session.key };
    },
    expect({ sessions, minutes, variables }) {
      const session = sessions[which % sessions.length];
      // Ended sessions are deleted at some point: then their keys are unknown.
      if (!session || session.isEnded || session.endsAt <= minutes) return { status: 401 };
      return { status: 200, body: { variables: Object.fromEntries(variables) } };
    },
  };
}
