import { createRequire } from "node:module";

/**
 * What `@pulumi/pulumi` loads at its start but uses only to serialise functions (for instance of a
 * Lambda function's code). Together they are half of the time and a third of the memory that
 * loading the SDK and the AWS package takes.
 */
const deferredPackages = ["typescript", "@npmcli/arborist"];

const requireFromSdk = createRequire(createRequire(__filename).resolve("@pulumi/pulumi"));

for (const name of deferredPackages) {
  loadOnFirstUse(name);
}

/** Has an effect only on what is loaded afterwards. */
function loadOnFirstUse(name: string): void {
  const file = requireFromSdk.resolve(name);
  let loaded: object | undefined;
  const load = (): object => {
    if (loaded === undefined) {
      Reflect.deleteProperty(require.cache, file);
      loaded = requireFromSdk(name) as object;
    }
    return loaded;
  };
  const deferred = new Proxy(
    {},
    {
      // The SDK's own import helper asks for this mark; without it the helper would copy the module.
      get: (_target, key): unknown => key === "__esModule" || Reflect.get(load(), key),
      has: (_target, key) => Reflect.has(load(), key),
    },
  );
  require.cache[file] = {
    id: file,
    filename: file,
    loaded: true,
    exports: deferred,
  } as NodeJS.Module;
}
