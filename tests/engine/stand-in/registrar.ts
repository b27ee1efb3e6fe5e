import type { ConstructRequest } from "@pulumi/pulumi/proto/provider_pb";
import {
  grpc,
  type Properties,
  resourceProto,
  resourceReferenceSignature,
  resourceService,
  signatureKey,
  toProperties,
  toStruct,
  unknown,
} from "./grpc";

/** A resource that a remote component has registered. */
export interface Registered {
  urn: string;
  id: unknown;
  /** As a property of something else; the Node SDK makes a resource of it. */
  reference: Properties;
}

/** What a remote component does to declare its children: the engine's own protocol. */
export interface Registrar {
  /** Declares the component itself, as the engine was asked to. */
  registerComponent(): Promise<Registered>;
  /** Declares a child with the component's `aws` provider, waiting for its parent. */
  register(type: string, name: string, parent: Registered, inputs: Properties): Promise<Registered>;
  registerOutputs(component: Registered, outputs: Properties): Promise<void>;
  invoke(token: string, args: Properties): Promise<Properties>;
  close(): void;
}

export function openRegistrar(request: ConstructRequest): Registrar {
  const monitor = new resourceService.ResourceMonitorClient(
    request.getMonitorendpoint(),
    grpc.credentials.createInsecure(),
  );
  const provider = request.getProvidersMap().get("aws") ?? "";

  const register = (
    registration: InstanceType<typeof resourceProto.RegisterResourceRequest>,
  ): Promise<Registered> =>
    new Promise((resolve, reject) => {
      monitor.registerResource(registration, (error, response) => {
        if (error) {
          reject(error);
          return;
        }
        const urn = response.getUrn();
        const id = response.getId() || unknown;
        resolve({
          urn,
          id,
          reference: { [signatureKey]: resourceReferenceSignature, urn, id, packageVersion: "" },
        });
      });
    });
  const registration = (type: string, name: string, parent: string) =>
    new resourceProto.RegisterResourceRequest()
      .setType(type)
      .setName(name)
      .setParent(parent)
      .setAcceptsecrets(true)
      .setAcceptresources(true);

  return {
    registerComponent: () =>
      register(
        registration(request.getType(), request.getName(), request.getParent()).setObject(
          request.getInputs(),
        ),
      ),
    register: (type, name, parent, inputs) =>
      register(
        registration(type, name, parent.urn)
          .setCustom(true)
          .setObject(toStruct(inputs))
          .setProvider(provider)
          .setDependenciesList([parent.urn]),
      ),
    registerOutputs: (component, outputs) =>
      new Promise((resolve, reject) => {
        const message = new resourceProto.RegisterResourceOutputsRequest()
          .setUrn(component.urn)
          .setOutputs(toStruct(outputs));
        monitor.registerResourceOutputs(message, (error) => (error ? reject(error) : resolve()));
      }),
    invoke: (token, args) =>
      new Promise((resolve, reject) => {
        const message = new resourceProto.ResourceInvokeRequest()
          .setTok(token)
          .setArgs(toStruct(args))
          .setProvider(provider);
        monitor.invoke(message, (error, response) =>
          error ? reject(error) : resolve(toProperties(response.getReturn())),
        );
      }),
    close: () => monitor.close(),
  };
}
