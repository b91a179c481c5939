import ajvCompiler from '@fastify/ajv-compiler';
import serializerCompiler from '@fastify/fast-json-stringify-compiler';
import type { FastifyServerOptions } from 'fastify';

/**
 * Fastify's own compilers with a cache that all apps in a test process share, because compiling the schemas
 * of all routes takes four times as long as opening a vault.
 */
export const compiledSchemas: FastifyServerOptions['schemaController'] = {
  compilersFactory: {
    buildValidator: shared(ajvCompiler()),
    buildSerializer: shared(serializerCompiler()),
  },
};

/** Compiles each route schema once for each set of compiler options. */
function shared<Options extends unknown[], Route, Compiled>(
  factory: (...options: Options) => (route: Route) => Compiled,
): (...options: Options) => (route: Route) => Compiled {
  const compilers = new Map<string, (route: Route) => Compiled>();
  return (...options) => {
    const key = JSON.stringify(options);
    const known = compilers.get(key);
    if (known) return known;
    const compile = factory(...options);
    const compiled = new Map<string, Compiled>();
    const compileOnce = (route: Route): Compiled => {
      const text = JSON.stringify(route);
      const result = compiled.get(text) ?? compile(route);
      compiled.set(text, result);
      return result;
    };
    compilers.set(key, compileOnce);
    return compileOnce;
  };
}
