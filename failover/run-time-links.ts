import { items, property } from "../contract/declared-fields";
import { type DeclaredResource } from "../declared/declared-resource";
import type { Links } from "../declared/links";
import { textsIn } from "./reading/named-regions";
import { input, isUnknown, reported } from "./reading/values";

/**
 * Copies: what they are made from may be lost once they exist. By type, the properties that name the
 * original (`@pulumi/aws` 7).
 */
const originals: ReadonlyMap<string, readonly string[]> = new Map([
  ["aws:kms/replicaKey:ReplicaKey", ["primaryKeyArn"]],
  ["aws:kms/replicaExternalKey:ReplicaExternalKey", ["primaryKeyArn"]],
  ["aws:dynamodb/tableReplica:TableReplica", ["globalTableArn"]],
  ["aws:ec2/amiCopy:AmiCopy", ["sourceAmiId", "sourceAmiRegion"]],
  ["aws:ebs/snapshotCopy:SnapshotCopy", ["sourceSnapshotId", "sourceRegion"]],
  ["aws:rds/cluster:Cluster", ["globalClusterIdentifier", "replicationSourceIdentifier"]],
  ["aws:elasticache/replicationGroup:ReplicationGroup", ["globalReplicationGroupId"]],
]);

/**
 * Resources that belong to another one by naming it: what the other one does at run time, they do. By
 * type, the properties that name the other one.
 */
const attachments: ReadonlyMap<string, readonly string[]> = new Map([
  ["aws:lb/listener:Listener", ["loadBalancerArn"]],
  ["aws:alb/listener:Listener", ["loadBalancerArn"]],
  ["aws:lb/listenerRule:ListenerRule", ["listenerArn"]],
  ["aws:alb/listenerRule:ListenerRule", ["listenerArn"]],
  ["aws:lb/listenerCertificate:ListenerCertificate", ["listenerArn"]],
  ["aws:lb/targetGroupAttachment:TargetGroupAttachment", ["targetGroupArn"]],
  ["aws:alb/targetGroupAttachment:TargetGroupAttachment", ["targetGroupArn"]],
  ["aws:ecs/service:Service", ["loadBalancers"]],
  ["aws:autoscaling/group:Group", ["targetGroupArns", "loadBalancers"]],
  ["aws:autoscaling/attachment:Attachment", ["lbTargetGroupArn", "elb"]],
  ["aws:elb/attachment:Attachment", ["elb"]],
  ["aws:ec2/eipAssociation:EipAssociation", ["allocationId"]],
  ["aws:apigatewayv2/apiMapping:ApiMapping", ["domainName"]],
  ["aws:apigatewayv2/integration:Integration", ["apiId"]],
  ["aws:apigateway/basePathMapping:BasePathMapping", ["domainName"]],
  ["aws:apigateway/integration:Integration", ["restApi"]],
]);

/** What resources need while they run: not in which order they are made. */
export class RunTimeLinks {
  private readonly byUrn: ReadonlyMap<string, DeclaredResource>;
  private readonly byArn: ReadonlyMap<string, DeclaredResource>;
  private readonly attached = new Map<string, DeclaredResource[]>();

  constructor(resources: readonly DeclaredResource[], links: Links) {
    this.byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    this.byArn = findArns(resources);
    for (const [type, properties] of attachments) {
      for (const resource of links.ofType(type)) {
        this.attach(resource, properties);
      }
    }
  }

  /** Input properties with the resources that they come from. */
  takenBy(resource: DeclaredResource): [property: string, sources: DeclaredResource[]][] {
    const copied = originals.get(resource.type) ?? [];
    const properties = new Set([
      ...Object.keys(resource.inputs),
      ...Object.keys(resource.propertyDependencies),
    ]);
    return [...properties]
      .filter((name) => !copied.includes(name))
      .map((name) => [name, this.sourcesOf(resource, name)]);
  }

  attachedTo({ urn }: DeclaredResource): readonly DeclaredResource[] {
    return this.attached.get(urn) ?? [];
  }

  /** By property dependency, and by ARN in plain text. */
  private sourcesOf(resource: DeclaredResource, name: string): DeclaredResource[] {
    const dependencies = (resource.propertyDependencies[name] ?? []).map((urn) =>
      this.byUrn.get(urn),
    );
    const named = textsIn(input(resource, name)).map((text) => this.byArn.get(text));
    return [...new Set([...dependencies, ...named])].filter((source) => source !== undefined);
  }

  private attach(resource: DeclaredResource, properties: readonly string[]): void {
    for (const source of new Set(properties.flatMap((name) => this.sourcesOf(resource, name)))) {
      const attached = this.attached.get(source.urn) ?? [];
      attached.push(resource);
      this.attached.set(source.urn, attached);
    }
  }
}

function findArns(resources: readonly DeclaredResource[]): Map<string, DeclaredResource> {
  const found = new Map<string, DeclaredResource>();
  for (const resource of resources) {
    const arn = reported(resource, "arn");
    if (typeof arn === "string" && arn.startsWith("arn:")) {
      found.set(arn, resource);
    }
  }
  return found;
}

/** Regions besides its own in which a table or secret is present under the same name. */
export function readReplicaRegions({ type, inputs }: DeclaredResource): string[] {
  if (type !== "aws:dynamodb/table:Table" && type !== "aws:secretsmanager/secret:Secret") {
    return [];
  }
  const replicas = items(property(inputs, "replicas"));
  return isUnknown(replicas)
    ? []
    : replicas
        .flatMap((replica) => [property(replica, "regionName"), property(replica, "region")])
        .filter((region): region is string => typeof region === "string");
}
