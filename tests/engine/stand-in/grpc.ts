import { createRequire } from "node:module";
import type * as Grpc from "@grpc/grpc-js";
import type * as EmptyProto from "google-protobuf/google/protobuf/empty_pb";
import type * as StructProto from "google-protobuf/google/protobuf/struct_pb";
import type * as PluginProto from "@pulumi/pulumi/proto/plugin_pb";
import type * as ProviderProto from "@pulumi/pulumi/proto/provider_pb";
import type * as ProviderService from "@pulumi/pulumi/proto/provider_grpc_pb";
import type * as ResourceProto from "@pulumi/pulumi/proto/resource_pb";
import type * as ResourceService from "@pulumi/pulumi/proto/resource_grpc_pb";

/** `@pulumi/pulumi`'s own copies: its generated clients refuse objects of another copy. */
const pulumiRequire = createRequire(require.resolve("@pulumi/pulumi/package.json"));

export const grpc = pulumiRequire("@grpc/grpc-js") as typeof Grpc;
export const providerProto = pulumiRequire("./proto/provider_pb") as typeof ProviderProto;
export const providerService = pulumiRequire("./proto/provider_grpc_pb") as typeof ProviderService;
export const resourceProto = pulumiRequire("./proto/resource_pb") as typeof ResourceProto;
export const resourceService = pulumiRequire("./proto/resource_grpc_pb") as typeof ResourceService;
export const pluginProto = pulumiRequire("./proto/plugin_pb") as typeof PluginProto;

const { Struct } = pulumiRequire(
  "google-protobuf/google/protobuf/struct_pb.js",
) as typeof StructProto;
const { Empty } = pulumiRequire("google-protobuf/google/protobuf/empty_pb.js") as typeof EmptyProto;
export { Empty };

export type Struct = InstanceType<typeof Struct>;
export type Properties = Record<string, unknown>;

/** What stands for a value that is not known before the update (`rpc.unknownValue` of the Node SDK). */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Marks resource references and secrets among properties (`rpc.specialSigKey` of the Node SDK). */
export const signatureKey = "4dabf18193072939515e22adb298388d";
export const resourceReferenceSignature = "5cf8f73096256a8f31e491e813e4eb8e";

export function toProperties(struct: Struct | undefined): Properties {
  return struct?.toJavaScript() ?? {};
}

/** Properties that are `undefined`, at any depth, are left out: a Struct cannot hold them. */
export function toStruct(properties: Properties): Struct {
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(properties)) as never);
}
