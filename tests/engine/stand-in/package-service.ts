import type { ServerUnaryCall, sendUnaryData, UntypedServiceImplementation } from "@grpc/grpc-js";
import type * as proto from "@pulumi/pulumi/proto/provider_pb";
import { findDifferences, type PropertyDifference } from "./difference";
import {
  Empty,
  grpc,
  pluginProto,
  providerProto,
  type Properties,
  toProperties,
  toStruct,
} from "./grpc";

/** A request for one resource. */
export interface ResourceRequest {
  urn: string;
  type: string;
  /** Logical name. */
  name: string;
  /** Region of the resource: its own `region`, else its provider's. `undefined` for other packages. */
  region: string | undefined;
  /** Whether this is a preview, in which nothing may happen. */
  preview: boolean;
}

/** What a stand-in decides itself; the protocol around it is the same for every package. */
export interface StandInPackage {
  /** Faults of a resource's inputs that the real provider reports at preview. */
  check(request: ResourceRequest, inputs: Properties): proto.CheckFailure.AsObject[];
  create(request: ResourceRequest, inputs: Properties): { id: string; outputs: Properties };
  update(
    request: ResourceRequest,
    resource: { id: string; outputs: Properties },
    inputs: Properties,
  ): Properties;
  delete(request: ResourceRequest, resource: { id: string; outputs: Properties }): void;
  /** A resource that exists already; `undefined` where there is none. */
  read(
    request: ResourceRequest,
    id: string,
  ): { inputs: Properties; outputs: Properties } | undefined;
  invoke(token: string, args: Properties, region: string | undefined): Properties;
  construct?(request: proto.ConstructRequest): Promise<proto.ConstructResponse>;
}

/** The provider protocol of the Pulumi engine in front of a stand-in. */
export function packageService(
  standIn: StandInPackage,
  version: string,
): UntypedServiceImplementation {
  // The engine opens a connection for each provider resource, so the peer says which one is asking.
  const regionOfPeer = new Map<string, string | undefined>();

  const requestOf = (
    call: { getPeer(): string },
    request: { getUrn(): string; getPreview?(): boolean },
    inputs: Properties,
  ): ResourceRequest => {
    const [, , qualifiedType, name] = request.getUrn().split("::") as [
      string,
      string,
      string,
      string,
    ];
    return {
      urn: request.getUrn(),
      type: qualifiedType.split("$").at(-1) as string,
      name,
      region: (inputs["region"] as string | undefined) ?? regionOfPeer.get(call.getPeer()),
      preview: request.getPreview?.() ?? false,
    };
  };

  return {
    handshake: unimplemented,
    parameterize: unimplemented,
    call: unimplemented,
    getMapping: unimplemented,
    getMappings: unimplemented,
    list: unimplemented,
    attach: unary(() => new Empty()),
    cancel: unary(() => new Empty()),
    getPluginInfo: unary(() => new pluginProto.PluginInfo().setVersion(version)),
    getSchema: unary(() => new providerProto.GetSchemaResponse().setSchema("{}")),
    checkConfig: unary((request: proto.CheckRequest) =>
      new providerProto.CheckResponse().setInputs(request.getNews()),
    ),
    diffConfig: unary((request: proto.DiffRequest) =>
      diffResponse(
        findDifferences(
          "provider",
          toProperties(request.getOldInputs()),
          toProperties(request.getNews()),
        )
          // Another Region is another set of resources.
          .map((difference) => ({ ...difference, replaces: difference.property === "region" })),
      ),
    ),
    configure: unary((request: proto.ConfigureRequest, call) => {
      regionOfPeer.set(
        call.getPeer(),
        toProperties(request.getArgs())["region"] as string | undefined,
      );
      return new providerProto.ConfigureResponse()
        .setAcceptsecrets(true)
        .setSupportspreview(true)
        .setAcceptresources(true);
    }),
    check: unary((request: proto.CheckRequest, call) => {
      const inputs = toProperties(request.getNews());
      return new providerProto.CheckResponse()
        .setInputs(toStruct(inputs))
        .setFailuresList(
          standIn
            .check(requestOf(call, request, inputs), inputs)
            .map(({ property, reason }) =>
              new providerProto.CheckFailure().setProperty(property).setReason(reason),
            ),
        );
    }),
    diff: unary((request: proto.DiffRequest, call) => {
      const inputs = toProperties(request.getNews());
      const { type } = requestOf(call, request, inputs);
      return diffResponse(findDifferences(type, toProperties(request.getOldInputs()), inputs));
    }),
    create: unary((request: proto.CreateRequest, call) => {
      const inputs = toProperties(request.getProperties());
      const created = standIn.create(requestOf(call, request, inputs), inputs);
      return new providerProto.CreateResponse()
        .setId(created.id)
        .setProperties(toStruct(created.outputs));
    }),
    update: unary((request: proto.UpdateRequest, call) => {
      const inputs = toProperties(request.getNews());
      const resource = { id: request.getId(), outputs: toProperties(request.getOlds()) };
      return new providerProto.UpdateResponse().setProperties(
        toStruct(standIn.update(requestOf(call, request, inputs), resource, inputs)),
      );
    }),
    delete: unary((request: proto.DeleteRequest, call) => {
      const outputs = toProperties(request.getProperties());
      standIn.delete(requestOf(call, request, outputs), { id: request.getId(), outputs });
      return new Empty();
    }),
    read: unary((request: proto.ReadRequest, call) => {
      const state = toProperties(request.getProperties());
      const found = standIn.read(requestOf(call, request, state), request.getId());
      return found === undefined
        ? new providerProto.ReadResponse()
        : new providerProto.ReadResponse()
            .setId(request.getId())
            .setInputs(toStruct(found.inputs))
            .setProperties(toStruct(found.outputs));
    }),
    invoke: unary((request: proto.InvokeRequest, call) =>
      new providerProto.InvokeResponse().setReturn(
        toStruct(
          standIn.invoke(
            request.getTok(),
            toProperties(request.getArgs()),
            regionOfPeer.get(call.getPeer()),
          ),
        ),
      ),
    ),
    construct:
      standIn.construct === undefined
        ? unimplemented
        : unary((request: proto.ConstructRequest) => standIn.construct!(request)),
  };
}

function diffResponse(differences: PropertyDifference[]): proto.DiffResponse {
  const { DiffChanges } = providerProto.DiffResponse;
  const { Kind } = providerProto.PropertyDiff;
  const response = new providerProto.DiffResponse()
    .setChanges(differences.length === 0 ? DiffChanges.DIFF_NONE : DiffChanges.DIFF_SOME)
    .setDiffsList(differences.map(({ property }) => property))
    .setReplacesList(differences.filter(({ replaces }) => replaces).map(({ property }) => property))
    .setHasdetaileddiff(true);
  const kinds = {
    add: { update: Kind.ADD, replace: Kind.ADD_REPLACE },
    delete: { update: Kind.DELETE, replace: Kind.DELETE_REPLACE },
    update: { update: Kind.UPDATE, replace: Kind.UPDATE_REPLACE },
  };
  for (const { property, kind, replaces } of differences) {
    response
      .getDetaileddiffMap()
      .set(
        property,
        new providerProto.PropertyDiff()
          .setKind(kinds[kind][replaces ? "replace" : "update"])
          .setInputdiff(true),
      );
  }
  return response;
}

type UnaryHandler = (
  call: ServerUnaryCall<unknown, unknown>,
  callback: sendUnaryData<unknown>,
) => void;

/** An error that is thrown becomes the engine's own error for the resource. */
function unary(
  answer: (request: never, call: ServerUnaryCall<unknown, unknown>) => unknown,
): UnaryHandler {
  return (call, callback) => {
    Promise.resolve()
      .then(() => answer(call.request as never, call))
      .then(
        (response) => callback(null, response),
        (error: unknown) =>
          callback({ code: grpc.status.UNKNOWN, details: (error as Error).message }),
      );
  };
}

const unimplemented: UnaryHandler = (_call, callback) => {
  callback({ code: grpc.status.UNIMPLEMENTED, details: "the stand-in has no such operation" });
};
