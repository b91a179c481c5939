import { homedir } from 'node:os';
import path from 'node:path';

const cache = process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache');

/** The promtool that `npm test` found or brought. */
export const promtool =
  process.env['PROMTOOL'] ?? path.join(cache, 'agent-secrets/promtool/usr/bin/promtool');
