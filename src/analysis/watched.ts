import type { Configuration } from '#model/configuration.js';

/** A configuration that notes which types of resources the analysis asks for: what it never asks for, it does not model. */
export function watched(configuration: Configuration): {
  readonly configuration: Configuration;
  readonly asked: ReadonlySet<string>;
} {
  const asked = new Set<string>();
  const { readText, providers, roots } = configuration;
  return {
    asked,
    configuration: {
      rootModule: configuration.rootModule,
      get resources() {
        return configuration.resources;
      },
      resource: (address) => configuration.resource(address),
      ofType: (type) => {
        asked.add(type);
        return configuration.ofType(type);
      },
      get files() {
        return configuration.files;
      },
      get diagnostics() {
        return configuration.diagnostics;
      },
      get secrets() {
        return configuration.secrets;
      },
      evaluateAll: () => configuration.evaluateAll(),
      recompute: (name, args) => configuration.recompute(name, args),
      ...(roots ? { roots } : {}),
      ...(providers ? { providers } : {}),
      ...(readText ? { readText: (path: string) => configuration.readText?.(path) } : {}),
      get outputs() {
        return configuration.outputs;
      },
      get sight() {
        return configuration.sight;
      },
    },
  };
}
