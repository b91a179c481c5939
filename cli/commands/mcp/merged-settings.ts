import { isRecord } from '../../../contracts/guards.ts';
import { CliError } from '../../host/cli-error.ts';
import type { AssistantClient } from './assistant-clients.ts';

/** How a client starts the server. */
export interface ServerStart {
  readonly command: string;
  readonly args: readonly string[];
}

const ownName = 'agent-secrets';

type Format = Pick<AssistantClient, 'servers' | 'isToml' | 'saysStdio'>;

/** Returns settings that contain only our server. */
export function newSettings(start: ServerStart, format: Format): string {
  if (format.isToml === true) return tomlTable(start, format);
  return `${JSON.stringify({ [format.servers]: { [ownName]: entry(start, format) } }, undefined, 2)}\n`;
}

/**
 * Adds our server to existing settings, and leaves the rest unchanged. Returns undefined if it is already
 * there.
 * @throws CliError if anything else would change
 */
export function mergedSettings(existing: string, start: ServerStart, format: Format): string | undefined {
  if (existing.trim() === '') return newSettings(start, format);
  return format.isToml === true ? mergedToml(existing, start, format) : mergedJson(existing, start, format);
}

function mergedJson(existing: string, start: ServerStart, format: Format): string | undefined {
  const settings = parsed(existing);
  const servers = settings[format.servers] ?? {};
  if (!isRecord(servers)) throw new CliError(`"${format.servers}" is not an object. ${byHand}`);
  const own = entry(start, format);
  const known = servers[ownName];
  if (known !== undefined) {
    if (JSON.stringify(known) === JSON.stringify(own)) return undefined;
    throw new CliError(otherEntry);
  }
  const merged = { ...settings, [format.servers]: { ...servers, [ownName]: own } };
  const text = JSON.stringify(merged, undefined, /^[{[]\r?\n([ \t]+)/.exec(existing)?.[1] ?? 2);
  const lineEnd = existing.includes('\r\n') ? '\r\n' : '\n';
  return `${text}\n`.replaceAll('\n', lineEnd);
}

/** @throws CliError for comments, and for anything that writing the same settings again would change */
function parsed(text: string): Record<string, unknown> {
  let settings: unknown;
  try {
    settings = JSON.parse(text);
  } catch {
    throw new CliError(`It contains comments or is not valid JSON. ${byHand}`);
  }
  if (!isRecord(settings)) throw new CliError(`It is not a JSON object. ${byHand}`);
  // Also finds keys that occur twice, and numbers that cannot be represented.
  if (JSON.stringify(settings) !== withoutSpace(text))
    throw new CliError(`It contains text that would not stay exactly the same. ${byHand}`);
  return { ...settings };
}

/** Removes white space outside strings. */
function withoutSpace(json: string): string {
  return json.replaceAll(/("(?:[^"\\]|\\.)*")|\s+/g, (_, text: string | undefined) => text ?? '');
}

/** A table can always be added at the end, unless its parent is written as a value. */
function mergedToml(existing: string, start: ServerStart, format: Format): string | undefined {
  const own = tomlTable(start, format);
  if (`${existing.replaceAll('\r\n', '\n')}\n`.includes(own)) return undefined;
  if (existing.includes(ownName)) throw new CliError(otherEntry);
  if (new RegExp(`^\\s*["']?${format.servers}["']?\\s*[=.]`, 'm').test(existing))
    throw new CliError(`It contains "${format.servers}" as a value, not as a table. ${byHand}`);
  if (existing.includes('"""') || existing.includes("'''"))
    throw new CliError(`It contains strings of several lines. ${byHand}`);
  const lineEnd = existing.includes('\r\n') ? '\r\n' : '\n';
  const gap = existing.endsWith('\n') ? '' : lineEnd;
  return `${existing}${gap}${lineEnd}${own.replaceAll('\n', lineEnd)}`;
}

const byHand = 'Nothing was changed. Add the lines yourself: run the command without --write to print them.';
const otherEntry =
  'It already mentions agent-secrets, with other settings. Nothing was changed. Remove or change that entry yourself.';

function entry({ command, args }: ServerStart, { saysStdio }: Format) {
  return { ...(saysStdio === true && { type: 'stdio' }), command, args };
}

/** JSON strings and arrays of them are also TOML. */
function tomlTable({ command, args }: ServerStart, { servers }: Format): string {
  const list = args.map((argument) => JSON.stringify(argument)).join(', ');
  return `[${servers}.${ownName}]\ncommand = ${JSON.stringify(command)}\nargs = [${list}]\n`;
}
