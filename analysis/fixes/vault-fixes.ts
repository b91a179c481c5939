import { serverCommandIds } from '../../contracts/server-command-ids.ts';
import { isCredential, type LocatedFinding } from '../rules/rule.ts';
import type { Fix, FixContext } from './fix.ts';
import type { AgentProject } from '../../contracts/agent-project.ts';
import type { CodeAction } from '../model/feature-types.ts';
import type { Translate } from '../../contracts/words.ts';
import type { Finding } from '../model/finding.ts';
import type { ParsedFile } from '../model/parsed-file.ts';
import { pathInProject } from '../source/path-in-project.ts';
import type { KnownAgent } from '../catalog/known-agent.ts';

/**
 * Opens the form with the name and the fields that the code reads filled in. Not offered if the name looks
 * like a credential.
 */
export const createSecret: Fix = ({ finding, report }, { known, fieldsUsed, translate }) => {
  if (known?.mayCreate !== true || report.names.some(isCredential)) return [];
  const fields = report.reference ? fieldsUsed(report.reference) : [];
  return absentNames(finding, known).map((name) => {
    const title =
      finding.names.length === 1
        ? translate('Create secret…')
        : translate('Create secret "{name}"…', { name });
    const argument = { name, agentId: finding.agentId, ...(fields.length > 0 && { fields }) };
    const command = { id: serverCommandIds.createSecretFromFinding, title, argument };
    return { title, kind: 'quickfix', finding, preferred: false, command };
  });
};

/**
 * Opens the form with a suggested name for the literal. The literal is never included in a message. Also
 * offered to users who are not signed in: their permissions are unknown, so they are prompted to sign in.
 */
export const createSecretForLiteral: Fix = ({ finding, report }, { file, known, translate }) => {
  if (known?.mayCreate === false) return [];
  const name = nameFor({ finding, report }, file);
  const title = translate('Move to Vault as "{name}"…', { name });
  const literal = { uri: file.uri, range: finding.range };
  const argument = { name, agentId: finding.agentId, literal };
  const command = { id: serverCommandIds.moveToVault, title, argument };
  return [{ title, kind: 'quickfix', finding, preferred: false, command }];
};

/** Opens the access list with this agent preselected. Offered to users who can change the list. */
export const grantToAgent: Fix = ({ finding }, { known, translate }) => {
  if (known?.mayGrant !== true) return [];
  return refusedNames(finding, known).map((name) => {
    const title =
      finding.names.length === 1
        ? translate('Grant to this agent…')
        : translate('Grant "{name}" to this agent…', { name });
    const argument = { name, agentId: finding.agentId };
    const command = { id: serverCommandIds.grantToAgent, title, argument };
    return { title, kind: 'quickfix', finding, preferred: finding.names.length === 1, command };
  });
};

/** Opens the form for a new value. Offered to users who can write secrets. */
export const rotateSecret: Fix = ({ finding }, { known, translate }) => {
  if (known?.mayCreate !== true) return [];
  return finding.names.map((name) => {
    const title = translate('Rotate "{name}"…', { name });
    const argument = { name, agentId: finding.agentId };
    const command = { id: serverCommandIds.rotateSecret, title, argument };
    return { title, kind: 'quickfix', finding, preferred: false, command };
  });
};

/**
 * Requests access from an admin. Offered to users who cannot grant access themselves. The request includes
 * the place in the code that needs access.
 */
export const requestAccess: Fix = (located, context) => {
  const { known, translate } = context;
  if (known?.mayGrant !== false) return [];
  return refusedNames(located.finding, known).flatMap((name) =>
    requestsFor(name, located, context, () =>
      translate('Request access to "{name}" for {agent}…', { name, agent: known.agent.agentName }),
    ),
  );
};

/** Requests that an admin creates the secret. Offered to users who cannot create it themselves. */
export const requestNewSecret: Fix = (located, context) => {
  const { known, translate } = context;
  if (known?.mayCreate !== false || located.report.names.some(isCredential)) return [];
  return absentNames(located.finding, known).flatMap((name) =>
    requestsFor(name, located, context, () => translate('Request the new secret "{name}"…', { name })),
  );
};

/** The same for a literal, which is never part of the request. */
export const requestSecretForLiteral: Fix = (located, context) => {
  const { file, known, translate } = context;
  if (known?.mayCreate !== false) return [];
  const name = nameFor(located, file);
  return requestsFor(name, located, context, () => translate('Request the new secret "{name}"…', { name }));
};

/** Stores the literal as one of the user's environment secrets. Offered to users who cannot create agent secrets. */
export const moveToEnvironment: Fix = (located, { file, known, translate }) => {
  if (known?.mayCreate !== false) return [];
  const { finding } = located;
  const title = translate('Move to My Environment…');
  const literal = { uri: file.uri, range: finding.range };
  const argument = { name: nameFor(located, file), agentId: finding.agentId, literal };
  const command = { id: serverCommandIds.moveToEnvironment, title, argument };
  return [{ title, kind: 'quickfix', finding, preferred: false, command }];
};

/** The action that makes a request, or those that change and withdraw the user's open one. */
function requestsFor(
  name: string,
  { finding }: LocatedFinding,
  { file, known, translate }: FixContext,
  titleOfNew: () => string,
): readonly CodeAction[] {
  if (known?.mayRequest !== true) return [];
  const request = known.requestFor(name);
  const isOwn = request !== undefined && request.by === undefined;
  const title = isOwn ? translate('Change the request for access to "{name}"…', { name }) : titleOfNew();
  const argument = { name, agentId: finding.agentId, place: placeOf(finding, file, known.agent) };
  const command = { id: serverCommandIds.requestAccess, title, argument };
  const preferred = finding.names.length === 1 && request === undefined && isRefused(name, known);
  const ask: CodeAction = { title, kind: 'quickfix', finding, preferred, command };
  return isOwn ? [ask, withdrawal(name, finding, translate)] : [ask];
}

function withdrawal(name: string, finding: Finding, translate: Translate): CodeAction {
  const title = translate('Cancel the request for access to "{name}"', { name });
  const command = {
    id: serverCommandIds.cancelRequest,
    title,
    argument: { name, agentId: finding.agentId },
  };
  return { title, kind: 'quickfix', finding, preferred: false, command };
}

/** A path relative to the project, and a line, such as `functions/pay.py:12`. */
function placeOf({ range }: Finding, { uri }: ParsedFile, { rootUri }: AgentProject): string {
  return `${pathInProject(uri, rootUri)}:${range.start.line + 1}`;
}

/** Prompts for the value of the variable. Offers one action for each possible variable. */
export const addEnvironmentSecret: Fix = ({ finding }, { translate }) =>
  finding.names.map((name) => {
    const title = translate('Add environment secret "{name}"…', { name });
    const argument = { name, agentId: finding.agentId };
    const command = { id: serverCommandIds.addEnvironmentSecret, title, argument };
    return { title, kind: 'quickfix', finding, preferred: false, command };
  });

/**
 * Returns names that exist but that the agent cannot read. If several names are possible, each is checked
 * separately.
 */
function refusedNames({ affected }: Finding, known: KnownAgent): readonly string[] {
  return affected.filter((name) => isRefused(name, known));
}

function isRefused(name: string, { index }: KnownAgent): boolean {
  return index.find(name)?.access === 'missing';
}

function absentNames({ affected }: Finding, { index }: KnownAgent): readonly string[] {
  return affected.filter((name) => index.find(name) === undefined);
}

const assigned =
  /([A-Za-z_$][\w$]*)["']?\]?\s*(?::[^=\n"']*)?(?:=|:|=>)\s*(?:[bBrRuU]{0,2})?(?:"""|'''|["'`])[^"'`]*$/;
const longest = 60;

function nameFor({ finding, report }: Pick<LocatedFinding, 'finding' | 'report'>, file: ParsedFile): string {
  const lineStart = file.offsetAt({ line: finding.range.start.line, character: 0 });
  return proposedName(file.text.slice(lineStart, report.span.start));
}

/**
 * Suggests a secret name for a literal: the name that the code uses, converted to the naming convention of
 * secrets.
 */
function proposedName(lineBefore: string): string {
  const written = assigned.exec(lineBefore.slice(-300))?.[1] ?? '';
  return snakeCase(written).slice(0, longest) || 'api_key';
}

function snakeCase(name: string): string {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
}
