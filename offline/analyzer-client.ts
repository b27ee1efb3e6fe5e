import { createRequire } from "node:module";
import type * as Grpc from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as protocol from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import type {
  AnalyzedProvider,
  AnalyzedResource,
  AnnouncedPolicy,
  Diagnostic,
  EnforcementLevel,
  PackConfiguration,
} from "./analyzer";

const requireFromSdk = createRequire(createRequire(__filename).resolve("@pulumi/pulumi"));
const grpc = requireFromSdk("@grpc/grpc-js") as typeof Grpc;

const levels: Record<EnforcementLevel, protocol.EnforcementLevel> = {
  advisory: protocol.EnforcementLevel.ADVISORY,
  mandatory: protocol.EnforcementLevel.MANDATORY,
  disabled: protocol.EnforcementLevel.DISABLED,
  remediate: protocol.EnforcementLevel.REMEDIATE,
};

/** The engine's own limit for one message, 400 MiB; a whole stack is one. */
const largestMessageBytes = 400 * 1024 * 1024;

/** Pulumi's analyzer protocol (`proto/pulumi/analyzer.proto`) as plain data. */
export class ProtocolClient {
  private readonly client: AnalyzerClient;

  constructor(port: number) {
    this.client = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
      "grpc.max_send_message_length": largestMessageBytes,
      "grpc.max_receive_message_length": largestMessageBytes,
    });
  }

  async policies(): Promise<AnnouncedPolicy[]> {
    const info = await answered<protocol.AnalyzerInfo>((done) =>
      this.client.getAnalyzerInfo(new Empty(), done),
    );
    return info.getPoliciesList().map((policy) => ({
      name: policy.getName(),
      kind: policy.getPolicyType() === protocol.PolicyType.POLICY_TYPE_STACK ? "stack" : "resource",
      description: policy.getDescription(),
      level: levelOf(policy.getEnforcementlevel()),
      configuration: policy.getConfigschema()?.getProperties()?.toJavaScript() ?? {},
    }));
  }

  /** The server takes the level of each policy from here, so that all are named. */
  async configure(
    policies: readonly AnnouncedPolicy[],
    configuration: PackConfiguration,
  ): Promise<void> {
    const request = new protocol.ConfigureAnalyzerRequest();
    for (const { name, level } of policies) {
      const { enforcementLevel = level, ...properties } = configuration[name] ?? {};
      const policy = new protocol.PolicyConfig();
      policy.setEnforcementlevel(levels[enforcementLevel as EnforcementLevel]);
      policy.setProperties(structOf(properties));
      request.getPolicyconfigMap().set(name, policy);
    }
    await answered<Empty>((done) => this.client.configure(request, done));
  }

  async analyze(resource: AnalyzedResource): Promise<Diagnostic[]> {
    const request = new protocol.AnalyzeRequest();
    fill(request, resource);
    const response = await answered<protocol.AnalyzeResponse>((done) =>
      this.client.analyze(request, done),
    );
    // As the engine does: what a rule of one resource says is about that resource.
    return diagnosticsOf(response).map((found) => ({ ...found, urn: resource.urn }));
  }

  async analyzeStack(resources: readonly AnalyzedResource[]): Promise<Diagnostic[]> {
    const request = new protocol.AnalyzeStackRequest();
    request.setResourcesList(resources.map(stackResource));
    return diagnosticsOf(
      await answered<protocol.AnalyzeResponse>((done) => this.client.analyzeStack(request, done)),
    );
  }

  close(): void {
    this.client.close();
  }
}

function stackResource(resource: AnalyzedResource): protocol.AnalyzerResource {
  const message = new protocol.AnalyzerResource();
  fill(message, resource);
  message.setParent(resource.parent ?? "");
  message.setDependenciesList([...resource.dependencies]);
  for (const [property, urns] of Object.entries(resource.propertyDependencies)) {
    const dependencies = new protocol.AnalyzerPropertyDependencies();
    dependencies.setUrnsList([...urns]);
    message.getPropertydependenciesMap().set(property, dependencies);
  }
  return message;
}

function fill(
  message: protocol.AnalyzeRequest | protocol.AnalyzerResource,
  resource: AnalyzedResource,
): void {
  const options = new protocol.AnalyzerResourceOptions();
  options.setProtect(resource.protect);
  options.setIgnorechangesList([...resource.ignoreChanges]);
  options.setParent(resource.parent ?? "");
  message.setUrn(resource.urn);
  message.setType(resource.type);
  message.setName(resource.name);
  message.setProperties(structOf(resource.properties));
  message.setOptions(options);
  if (resource.provider !== undefined) {
    message.setProvider(providerOf(resource.provider));
  }
}

function providerOf(provider: AnalyzedProvider): protocol.AnalyzerProviderResource {
  const message = new protocol.AnalyzerProviderResource();
  message.setUrn(provider.urn);
  message.setType(provider.type);
  message.setName(provider.name);
  message.setProperties(structOf(provider.properties));
  return message;
}

function diagnosticsOf(response: protocol.AnalyzeResponse): Diagnostic[] {
  return response.getDiagnosticsList().map((diagnostic) => ({
    policy: diagnostic.getPolicyname(),
    level: levelOf(diagnostic.getEnforcementlevel()),
    message: diagnostic.getMessage(),
    urn: diagnostic.getUrn(),
  }));
}

function levelOf(level: protocol.EnforcementLevel): EnforcementLevel {
  const [name] = Object.entries(levels).find(([, value]) => value === level) ?? ["mandatory"];
  return name as EnforcementLevel;
}

function structOf(properties: Record<string, unknown>): Struct {
  return Struct.fromJavaScript(properties as Record<string, JavaScriptValue>);
}

function answered<Response>(
  call: (done: (error: Error | null, response: Response) => void) => void,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    call((error, response) => {
      if (error === null) {
        resolve(response);
      } else {
        reject(error);
      }
    });
  });
}
