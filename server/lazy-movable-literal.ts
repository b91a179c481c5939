import type * as whole from '../analysis/features/movable-literal.ts';
import { platform } from './platform/node.ts';

/** Replaces the module in the server's bundle (see `esbuild.mjs`); loads it when a literal is moved. */
export const movableLiteral: typeof whole.movableLiteral = (file, range) =>
  platform.loadBundle('movable-literal').movableLiteral(file, range);
