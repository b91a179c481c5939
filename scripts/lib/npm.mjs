import { appendFile, mkdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { findProgram, run } from './command.mjs';
import { local } from './paths.mjs';
import { Sentence } from './sentence.mjs';

const log = local('logs', 'setup.log');
const noNetwork = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT/;

/**
 * Runs npm with the given Node, which is also the first on the PATH of install scripts.
 * @param {string} node
 * @param {readonly string[]} args
 * @param {string} cwd
 */
export async function npm(node, args, cwd) {
  const { code, output } = await tryNpm(node, args, cwd);
  if (code === 0) return;
  if (noNetwork.test(output)) {
    throw new Sentence(
      'The npm registry is unreachable: connect to the network (or set the proxy npm should use) and run this again.',
    );
  }
  throw new Sentence(`npm ${args[0]} failed with exit code ${code}: its output is at the end of ${log}.`);
}

/**
 * Like {@link npm}, but returns a failure instead of throwing.
 * @param {string} node
 * @param {readonly string[]} args
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} [extra]
 */
export async function tryNpm(node, args, cwd, extra = {}) {
  const env = { ...environment(node), ...extra };
  const outcome = await run(node, [await findNpm(), ...args], { cwd, env });
  await mkdir(path.dirname(log), { recursive: true });
  await appendFile(log, `$ npm ${args.join(' ')}\n${outcome.output}\n`);
  return outcome;
}

async function findNpm() {
  const running = process.env['npm_execpath'];
  if (running?.endsWith('npm-cli.js')) return running;
  const program = findProgram('npm');
  if (!program)
    throw new Sentence('npm was not found on the PATH: install Node.js with npm, then run this again.');
  return realpath(program);
}

/**
 * The environment without npm's own settings: npm passes them to child processes, and a nested npm would
 * apply them.
 * @param {string} node
 * @returns {NodeJS.ProcessEnv}
 */
function environment(node) {
  const inherited = Object.entries(process.env).filter(
    ([name]) =>
      !/^npm_(config_(prefix|local_prefix|global_prefix|noproxy|node_gyp|user_agent|init_module|npm_version)|package_|lifecycle_|command$|execpath$|node_execpath$)/i.test(
        name,
      ),
  );
  return {
    ...Object.fromEntries(inherited),
    PATH: [path.dirname(node), process.env['PATH']].join(path.delimiter),
    NO_UPDATE_NOTIFIER: '1',
  };
}
