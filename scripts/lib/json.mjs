import { readFile } from 'node:fs/promises';

/**
 * @param {string} file
 * @returns {Promise<unknown>} `undefined` if the file is missing or not valid JSON
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
 * @returns {Record<string, unknown> | undefined} `undefined` if the value is not an object
 */
export function asRecord(value) {
  return typeof value === 'object' && value !== null ? { ...value } : undefined;
}

/**
 * A field of a JSON value, or `undefined` if the value has no such field.
 * @param {unknown} value
 * @param {string} name
 */
export function fieldOf(value, name) {
  return asRecord(value)?.[name];
}

/**
 * @param {unknown} value
 * @returns {unknown[]} empty if the value is not a list
 */
export function asList(value) {
  return Array.isArray(value) ? value : [];
}

/**
 * @param {unknown} value
 * @returns {string} empty if the value is not a string
 */
export function asText(value) {
  return typeof value === 'string' ? value : '';
}
