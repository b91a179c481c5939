import { readFile } from 'node:fs/promises';

/**
 * @param {string} file
 * @returns {Promise<unknown>} `undefined` when it is missing or not JSON
 */
export async function readJson(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * @param {unknown} value
 * @returns {Record<string, unknown> | undefined} `undefined` when it is not an object
 */
export function asRecord(value) {
  return typeof value === 'object' && value !== null ? { ...value } : undefined;
}

/**
 * A field of a JSON value; `undefined` when the value has none.
 * @param {unknown} value
 * @param {string} name
 */
export function fieldOf(value, name) {
  return asRecord(value)?.[name];
}

/**
 * @param {unknown} value
 * @returns {unknown[]} empty when it is not a list
 */
export function asList(value) {
  return Array.isArray(value) ? value : [];
}

/**
 * @param {unknown} value
 * @returns {string} empty when it is not a text
 */
export function asText(value) {
  return typeof value === 'string' ? value : '';
}
