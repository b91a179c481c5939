import { installFromDebian } from './apt.mjs';
import { findProgram, run } from './command.mjs';

/** The packages that build and install the wheel, and those that the function tests need. */
const modules = ['build', 'ensurepip', 'hatchling', 'pytest', 'requests'];
const packages = [
  'python3',
  'python3-build',
  'python3-hatchling',
  'python3-pytest',
  'python3-requests',
  'python3-venv',
];
const debian = '/usr/bin/python3';
const byHand = `install Python 3.10 or later with ${modules.join(', ')} and set PYTHON to its path`;

/**
 * A Python that can build and test the Python package: `PYTHON`, an installed Python, or Debian's.
 * @returns {Promise<string>} path of the program
 */
export async function findPython() {
  const candidates = [process.env['PYTHON'], findProgram('python3'), debian];
  for (const python of candidates) {
    if (python && (await isUsable(python))) return python;
  }
  await installFromDebian('Python with pytest and hatchling', packages, byHand);
  return debian;
}

/** @param {string} python */
async function isUsable(python) {
  const program = `import sys, ${modules.join(', ')}; sys.exit(sys.version_info < (3, 10))`;
  const { code } = await run(python, ['-c', program]);
  return code === 0;
}
