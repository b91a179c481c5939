const folders =
  /(?:^|\/)(?:tests?|__tests__|specs?|fixtures?|testdata|test_data|mocks?|__mocks__|examples?)\//i;
const files = /(?:^|\/)(?:test_[^/]*|conftest|[^/]*(?:_test|\.test|_spec|\.spec))\.\w+$/i;

/**
 * Whether a file of the agent in `rootUri` is a test, fixture or example. Its names and credentials are made
 * up, and its calls are not representative of production.
 */
export function isTestFile(uri: string, rootUri: string): boolean {
  const path = uri.startsWith(`${rootUri}/`) ? uri.slice(rootUri.length + 1) : (uri.split('/').at(-1) ?? '');
  return folders.test(path) || files.test(path);
}
