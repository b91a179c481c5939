import { platform as process } from './node.ts';
import type { Platform } from './platform.ts';
import { platform as worker } from './web.ts';

/** A process and a worker run the same bundle. */
export const platform: Platform = 'importScripts' in globalThis ? worker : process;
