/**
 * What `review/` uses of the analysis. `dist/server.js` exports it to `dist/changes.js`, so that the package contains
 * it once; a test checks that nothing is missing.
 */
export {
  createAnalyzer,
  createAnalyzerByFile,
  decodeSource,
  findCredentials,
  isAgentSettings,
  isCredential,
  isGenerated,
  isTestFile,
  languageOf,
  loadsVariables,
  mayHoldCredentials,
  mentions,
  moduleUri,
  nearestNames,
  noProjectFunctions,
  parseAgentProject,
  parseProjectSettings,
  ProjectFileStore,
  projectSettingsFileName,
  scriptsMeant,
  settingsFor,
  shownName,
  tooFarSentence,
  utf16Of,
} from '../../analysis/index.ts';
/** The parser of `.ipynb` files; the settings files use it too. */
export { parser as jsonParser } from '@lezer/json';
