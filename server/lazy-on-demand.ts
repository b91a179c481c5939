import type * as whole from '../analysis/features/on-demand.ts';
import { platform } from './platform/node.ts';

/** Replaces the module in the server's bundle (see `esbuild.mjs`); loads it when it is first needed. */
export const movableLiteral: typeof whole.movableLiteral = (file, range) =>
  platform.loadBundle('on-demand').movableLiteral(file, range);
export const silenceMessage: typeof whole.silenceMessage = (reason, say, rule) =>
  platform.loadBundle('on-demand').silenceMessage(reason, say, rule);
