import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { RecordedOptions, RecordedRegistration } from "./recorded-run";

/** What a request to register a resource says, as plain data. */
export function recordRegistration(
  urn: string,
  request: RegisterResourceRequest,
): RecordedRegistration {
  return {
    urn,
    type: request.getType(),
    name: request.getName(),
    parent: request.getParent(),
    custom: request.getCustom(),
    remote: request.getRemote(),
    inputs: request.getObject()?.toJavaScript() ?? {},
    provider: request.getProvider(),
    providers: Object.fromEntries(request.getProvidersMap().entries()),
    dependencies: request.getDependenciesList(),
    propertyDependencies: propertyDependencies(request),
    options: recordOptions(request),
  };
}

/** Properties whose value comes from no other resource are left out. */
function propertyDependencies(request: RegisterResourceRequest): Record<string, string[]> {
  const entries = [...request.getPropertydependenciesMap().entries()];
  return Object.fromEntries(
    entries
      .map(([property, dependencies]) => [property, dependencies.getUrnsList()] as const)
      .filter(([, urns]) => urns.length > 0),
  );
}

function recordOptions(request: RegisterResourceRequest): RecordedOptions {
  const timeouts = request.getCustomtimeouts();
  return {
    protect: request.getProtect() ?? false,
    retainOnDelete: request.getRetainondelete() ?? false,
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    deleteBeforeReplace: request.getDeletebeforereplacedefined()
      ? request.getDeletebeforereplace()
      : undefined,
    deletedWith: request.getDeletedwith(),
    importId: request.getImportid(),
    aliases: request.getAliasesList().map((alias) => alias.toObject()),
    customTimeouts: {
      create: timeouts?.getCreate() ?? "",
      update: timeouts?.getUpdate() ?? "",
      delete: timeouts?.getDelete() ?? "",
    },
  };
}
