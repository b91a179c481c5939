import { isAbsolute } from 'node:path';
import type { SegmentPlace } from '../domain/audit/segment-place.ts';
import { OperatorError } from '../errors/errors.ts';
import { folderPlace } from './folder.ts';
import { s3Place } from './s3.ts';

/** An absolute path of a folder, or `s3://BUCKET/PREFIX`. @throws OperatorError */
export function openSegmentPlace(setting: string, env: NodeJS.ProcessEnv = process.env): SegmentPlace {
  if (isAbsolute(setting)) return folderPlace(setting);
  if (setting.startsWith('s3://') && URL.canParse(setting)) return s3Place(setting, env);
  throw new OperatorError(
    'The place for segments of the log must be an absolute path or s3://BUCKET/PREFIX.',
  );
}
