import { CallResponse } from "@pulumi/pulumi/proto/provider_pb";
import * as resourceProtocol from "@pulumi/pulumi/proto/resource_pb";
import { unknownValue } from "@pulumi/pulumi/runtime/rpc";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { certainOutputs } from "./certain-outputs";
import type { DefaultProviders } from "./default-providers";
import { recordRegistration } from "./record-registration";
import type { RecordedRegistration, WireProperties } from "./recorded-run";

/** A callback of the SDK's monitor client; the SDK shows `message` of an error to its user. */
type Answer<Response> = (error: Error | null, response?: Response) => void;

const stackType = "pulumi:pulumi:Stack";

/**
 * Stands in for the engine's resource monitor in the program's own process: it records what the
 * program registers and answers what is certain without AWS, which is the inputs. Everything else
 * that a program can ask for is unknown, as it is in a preview by the engine.
 */
export class RecordingMonitor {
  readonly registrations: RecordedRegistration[] = [];
  /** The outputs that the stack registered. */
  stackOutputs: WireProperties = {};

  private readonly urns = new Set<string>();

  constructor(
    private readonly project: string,
    private readonly stack: string,
    private readonly defaultProviders: DefaultProviders,
    private readonly warn: (message: string) => void,
  ) {}

  getDeploymentInfo(_request: Empty, answer: Answer<resourceProtocol.DeploymentInfo>): void {
    const feature = resourceProtocol.ResourceMonitorFeature;
    const info = new resourceProtocol.DeploymentInfo();
    // Without output values, which would hide what a remote component is given behind a wrapper.
    info.setSupportedfeaturesList([
      feature.RESOURCE_MONITOR_FEATURE_SECRETS,
      feature.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
      feature.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
      feature.RESOURCE_MONITOR_FEATURE_REPLACEMENT_TRIGGER,
      feature.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
      feature.RESOURCE_MONITOR_FEATURE_REPLACE_WITH,
      feature.RESOURCE_MONITOR_FEATURE_TRANSFORMS,
      feature.RESOURCE_MONITOR_FEATURE_INVOKE_TRANSFORMS,
      feature.RESOURCE_MONITOR_FEATURE_INVOKE_DEPENDS_ON,
      feature.RESOURCE_MONITOR_FEATURE_PARAMETERIZATION,
      feature.RESOURCE_MONITOR_FEATURE_RESOURCE_HOOKS,
      feature.RESOURCE_MONITOR_FEATURE_ERROR_HOOKS,
      feature.RESOURCE_MONITOR_FEATURE_STATE_MIGRATIONS,
    ]);
    answer(null, info);
  }

  registerResource(
    request: resourceProtocol.RegisterResourceRequest,
    answer: Answer<resourceProtocol.RegisterResourceResponse>,
  ): void {
    const urn = this.newUrn(request);
    if (urn === undefined) {
      answer(duplicateName(request));
      return;
    }
    if (request.getCustom() && this.lacksProvider(request.getProvider(), request.getType())) {
      answer(deniedProvider(request.getType(), request.getName()));
      return;
    }
    if (request.getTransformsList().length > 0) {
      this.warnOfTransforms();
    }
    const registration = recordRegistration(urn, request);
    this.registrations.push(registration);

    const response = new resourceProtocol.RegisterResourceResponse();
    response.setUrn(urn);
    response.setId(request.getImportid());
    response.setObject(Struct.fromJavaScript(certainOutputs(registration)));
    answer(null, response);
  }

  /** A resource of another stack: its id is given, the rest is known to AWS only. */
  readResource(
    request: resourceProtocol.ReadResourceRequest,
    answer: Answer<resourceProtocol.ReadResourceResponse>,
  ): void {
    const urn = this.newUrn(request);
    if (urn === undefined) {
      answer(duplicateName(request));
      return;
    }
    const response = new resourceProtocol.ReadResourceResponse();
    response.setUrn(urn);
    response.setProperties(request.getProperties());
    answer(null, response);
  }

  existsResource(
    _request: resourceProtocol.ExistsResourceRequest,
    answer: Answer<resourceProtocol.ExistsResourceResponse>,
  ): void {
    const response = new resourceProtocol.ExistsResourceResponse();
    response.setUnknown(true);
    answer(null, response);
  }

  registerResourceOutputs(
    request: resourceProtocol.RegisterResourceOutputsRequest,
    answer: Answer<Empty>,
  ): void {
    if (request.getUrn() === this.registrations[0]?.urn) {
      this.stackOutputs = request.getOutputs()?.toJavaScript() ?? {};
    }
    answer(null, new Empty());
  }

  /** The whole answer is unknown, so the Output form neither runs its `apply` nor shows a value. */
  invoke(
    request: resourceProtocol.ResourceInvokeRequest,
    answer: Answer<resourceProtocol.ResourceInvokeResponse>,
  ): void {
    if (this.lacksProvider(request.getProvider(), request.getTok())) {
      answer(deniedProvider(request.getTok(), "it"));
      return;
    }
    const response = new resourceProtocol.ResourceInvokeResponse();
    if (request.getTok() === "pulumi:pulumi:getResource") {
      response.setReturn(this.registeredState(request));
    } else {
      response.setUnknown(true);
    }
    answer(null, response);
  }

  /** A method of a resource. The response cannot say 'unknown', but an unknown in it has that effect. */
  call(_request: unknown, answer: Answer<CallResponse>): void {
    const response = new CallResponse();
    response.setReturn(Struct.fromJavaScript({ result: unknownValue }));
    answer(null, response);
  }

  registerPackage(
    request: resourceProtocol.RegisterPackageRequest,
    answer: Answer<resourceProtocol.RegisterPackageResponse>,
  ): void {
    const response = new resourceProtocol.RegisterPackageResponse();
    response.setRef(request.getName());
    answer(null, response);
  }

  registerStackTransform(_request: unknown, answer: Answer<Empty>): void {
    this.warnOfTransforms();
    answer(null, new Empty());
  }

  registerStackInvokeTransform(_request: unknown, answer: Answer<Empty>): void {
    answer(null, new Empty());
  }

  registerResourceHook(_request: unknown, answer: Answer<Empty>): void {
    answer(null, new Empty());
  }

  registerErrorHook(_request: unknown, answer: Answer<Empty>): void {
    answer(null, new Empty());
  }

  private lacksProvider(provider: string, type: string): boolean {
    return provider === "" && !this.defaultProviders.allows(type);
  }

  /** As the engine composes it: the parents' types, without the stack's. `undefined` if it is taken. */
  private newUrn(request: { getParent(): string; getType(): string; getName(): string }) {
    const parentType = request.getParent().split("::")[2];
    const qualifiedType =
      parentType === undefined || parentType === stackType
        ? request.getType()
        : `${parentType}$${request.getType()}`;
    const urn = `urn:pulumi:${this.stack}::${this.project}::${qualifiedType}::${request.getName()}`;
    if (this.urns.has(urn)) {
      return undefined;
    }
    this.urns.add(urn);
    return urn;
  }

  /** What the SDK asks for when a resource itself, not its id, was given to another one. */
  private registeredState(request: resourceProtocol.ResourceInvokeRequest): Struct {
    const urn = request.getArgs()?.toJavaScript()["urn"];
    const registration = this.registrations.find((registered) => registered.urn === urn);
    if (registration === undefined) {
      throw new Error(`No resource ${JSON.stringify(urn)} has been registered.`);
    }
    return Struct.fromJavaScript({
      urn: registration.urn,
      id: registration.options.importId,
      state: registration.inputs,
    });
  }

  private warnOfTransforms(): void {
    this.warn(
      "The program registers transforms. Only the engine runs them: offline, resources are shown as " +
        "they are before their transforms.",
    );
  }
}

function deniedProvider(type: string, name: string): Error {
  const message =
    `${type}: the stack's pulumi:disable-default-providers forbids the default provider that it ` +
    `would use; give ${name} a provider, or a parent that has one`;
  // The SDK shows the details of a failed invoke, and the message of a failed registration.
  return Object.assign(new Error(message), { details: message });
}

function duplicateName(request: { getType(): string; getName(): string }): Error {
  return new Error(
    `there is already a resource of type ${request.getType()} with the name ${request.getName()} ` +
      "and the same types of parents; give one of them another name",
  );
}
