import { type Properties, unknown } from "./grpc";

/** A resource whose outputs are wanted; `unique` is hexadecimal and stays with the resource. */
export interface Described {
  inputs: Properties;
  /** Physical name: the one declared, else the generated one. */
  name: string;
  region: string;
  accountId: string;
  unique: string;
}

export interface AwsResourceKind {
  id(resource: Described): string;
  /** What AWS decides, by output property. */
  outputs(resource: Described): Properties;
  /**
   * For types whose name Pulumi generates: the longest that AWS accepts (API reference of the
   * operation that creates it). Absent where a name must be given or there is none.
   */
  generatedNameLength?: number;
}

function arn(service: string, resource: (described: Described) => string) {
  return (described: Described): string =>
    `arn:aws:${service}:${described.region}:${described.accountId}:${resource(described)}`;
}

/** A kind whose id is a prefix with hexadecimal digits, as in EC2. */
function withPrefix(prefix: string, resource: string): AwsResourceKind {
  const id = ({ unique }: Described): string => `${prefix}-${unique.slice(0, 17)}`;
  return {
    id,
    outputs: (described) => ({ arn: arn("ec2", () => `${resource}/${id(described)}`)(described) }),
  };
}

/** A kind that is known by its ARN, with further outputs if any. */
function withArn(
  service: string,
  resource: (described: Described) => string,
  further: (described: Described) => Properties = () => ({}),
): AwsResourceKind {
  const ownArn = arn(service, resource);
  return {
    id: ownArn,
    outputs: (described) => ({ arn: ownArn(described), ...further(described) }),
  };
}

const uuid = ({ unique }: Described): string =>
  unique.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
const named = (described: Described): Properties => ({ name: described.name });

export const awsResourceKinds: Record<string, AwsResourceKind> = {
  "aws:acm/certificate:Certificate": withArn(
    "acm",
    (described) => `certificate/${uuid(described)}`,
    ({ inputs }) => ({
      status: "PENDING_VALIDATION",
      domainValidationOptions: certificateDomains(inputs).map((domainName) => ({
        domainName,
        resourceRecordName: `_${Buffer.from(domainName).toString("hex").slice(0, 32)}.${domainName}.`,
        resourceRecordType: "CNAME",
        resourceRecordValue: `_${Buffer.from(domainName).toString("hex").slice(-32)}.acm-validations.aws.`,
      })),
    }),
  ),
  "aws:acm/certificateValidation:CertificateValidation": {
    id: () => "2026-01-01 00:00:00 +0000 UTC",
    outputs: () => ({}),
  },
  "aws:cloudwatch/logGroup:LogGroup": {
    id: ({ name }) => name,
    outputs: (described) => ({
      ...named(described),
      arn: arn("logs", ({ name }) => `log-group:${name}`)(described),
    }),
    generatedNameLength: 512,
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    id: ({ name }) => name,
    outputs: (described) => ({
      ...named(described),
      arn: arn("cloudwatch", ({ name }) => `alarm:${name}`)(described),
    }),
    generatedNameLength: 255,
  },
  "aws:dynamodb/table:Table": { id: ({ name }) => name, outputs: tableOutputs },
  "aws:ec2/internetGateway:InternetGateway": withPrefix("igw", "internet-gateway"),
  "aws:ec2/route:Route": {
    id: ({ unique }) => `r-rtb-${unique.slice(0, 17)}`,
    outputs: () => ({}),
  },
  "aws:ec2/routeTable:RouteTable": withPrefix("rtb", "route-table"),
  "aws:ec2/routeTableAssociation:RouteTableAssociation": {
    id: ({ unique }) => `rtbassoc-${unique.slice(0, 17)}`,
    outputs: () => ({}),
  },
  "aws:ec2/securityGroup:SecurityGroup": {
    ...withPrefix("sg", "security-group"),
    outputs: (described) => ({
      ...withPrefix("sg", "security-group").outputs(described),
      ...named(described),
    }),
    generatedNameLength: 255,
  },
  "aws:ec2/subnet:Subnet": withPrefix("subnet", "subnet"),
  "aws:ec2/vpc:Vpc": withPrefix("vpc", "vpc"),
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    ...withPrefix("vpce", "vpc-endpoint"),
    outputs: (described) => ({
      ...withPrefix("vpce", "vpc-endpoint").outputs(described),
      state: "available",
      ...(described.inputs["vpcEndpointType"] === "Interface"
        ? {}
        : { prefixListId: `pl-${described.unique.slice(0, 17)}` }),
    }),
  },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": {
    id: ({ inputs }) => String(inputs["repository"]),
    outputs: ({ accountId }) => ({ registryId: accountId }),
  },
  "aws:ecr/repository:Repository": {
    id: ({ name }) => name,
    outputs: (described) => ({
      ...named(described),
      arn: arn("ecr", ({ name }) => `repository/${name}`)(described),
      registryId: described.accountId,
      repositoryUrl: `${described.accountId}.dkr.ecr.${described.region}.amazonaws.com/${described.name}`,
    }),
    generatedNameLength: 256,
  },
  "aws:ecs/cluster:Cluster": {
    ...withArn("ecs", ({ name }) => `cluster/${name}`, named),
    generatedNameLength: 255,
  },
  "aws:ecs/service:Service": {
    ...withArn("ecs", ({ name, inputs }) => `service/${clusterName(inputs)}/${name}`, named),
    generatedNameLength: 255,
  },
  "aws:ecs/taskDefinition:TaskDefinition": {
    id: ({ inputs }) => String(inputs["family"]),
    outputs: (described) => ({
      arn: arn(
        "ecs",
        ({ inputs }) => `task-definition/${String(inputs["family"])}`,
      )(described).concat(`:${Number.parseInt(described.unique.slice(0, 4), 16)}`),
      revision: Number.parseInt(described.unique.slice(0, 4), 16),
    }),
  },
  "aws:iam/role:Role": {
    id: ({ name }) => name,
    outputs: ({ name, accountId, unique }) => ({
      name,
      arn: `arn:aws:iam::${accountId}:role/${name}`,
      uniqueId: `AROA${unique.slice(0, 17).toUpperCase()}`,
    }),
    generatedNameLength: 64,
  },
  "aws:iam/rolePolicy:RolePolicy": {
    id: ({ inputs, name }) => `${String(inputs["role"])}:${name}`,
    outputs: named,
    generatedNameLength: 128,
  },
  "aws:kms/alias:Alias": {
    id: ({ name }) => name,
    outputs: (described) => ({
      ...named(described),
      arn: arn("kms", ({ name }) => name)(described),
    }),
    generatedNameLength: 256,
  },
  "aws:kms/key:Key": {
    id: uuid,
    outputs: (described) => ({
      keyId: uuid(described),
      arn: arn("kms", () => `key/${uuid(described)}`)(described),
    }),
  },
  "aws:lambda/eventSourceMapping:EventSourceMapping": {
    id: uuid,
    outputs: (described) => ({
      uuid: uuid(described),
      arn: arn("lambda", (own) => `event-source-mapping:${uuid(own)}`)(described),
    }),
  },
  "aws:lambda/function:Function": {
    id: ({ name }) => name,
    outputs: (described) => ({
      ...named(described),
      arn: arn("lambda", ({ name }) => `function:${name}`)(described),
    }),
    generatedNameLength: 64,
  },
  "aws:lb/listener:Listener": withArn(
    "elasticloadbalancing",
    ({ unique }) => `listener/app/${unique.slice(0, 16)}`,
  ),
  "aws:lb/loadBalancer:LoadBalancer": {
    ...withArn(
      "elasticloadbalancing",
      ({ name, unique }) => `loadbalancer/app/${name}/${unique.slice(0, 16)}`,
      ({ name, unique, region }) => ({
        name,
        arnSuffix: `app/${name}/${unique.slice(0, 16)}`,
        dnsName: `${name}-${Number.parseInt(unique.slice(0, 8), 16)}.${region}.elb.amazonaws.com`,
        zoneId: `Z${Buffer.from(region).toString("hex").toUpperCase().slice(0, 13)}`,
      }),
    ),
    generatedNameLength: 32,
  },
  "aws:lb/targetGroup:TargetGroup": {
    ...withArn(
      "elasticloadbalancing",
      ({ name, unique }) => `targetgroup/${name}/${unique.slice(0, 16)}`,
      ({ name, unique }) => ({ name, arnSuffix: `targetgroup/${name}/${unique.slice(0, 16)}` }),
    ),
    generatedNameLength: 32,
  },
  "aws:route53/healthCheck:HealthCheck": {
    id: uuid,
    outputs: (described) => ({ arn: `arn:aws:route53:::healthcheck/${uuid(described)}` }),
  },
  "aws:route53/record:Record": {
    id: ({ inputs }) =>
      ["zoneId", "name", "type", "setIdentifier"]
        .map((part) => inputs[part])
        .filter((part) => part !== undefined)
        .join("_"),
    outputs: ({ inputs }) => ({ fqdn: String(inputs["name"]).replace(/\.$/, "") }),
  },
  "aws:sns/topic:Topic": {
    ...withArn("sns", ({ name }) => name, named),
    generatedNameLength: 256,
  },
  "aws:sqs/queue:Queue": {
    id: queueUrl,
    outputs: (described) => ({
      ...named(described),
      arn: arn("sqs", ({ name }) => name)(described),
      url: queueUrl(described),
    }),
    generatedNameLength: 80,
  },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": withPrefix(
    "sgr",
    "security-group-rule",
  ),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": withPrefix(
    "sgr",
    "security-group-rule",
  ),
};

function queueUrl({ region, accountId, name }: Described): string {
  return `https://sqs.${region}.amazonaws.com/${accountId}/${name}`;
}

function tableOutputs(described: Described): Properties {
  const streamLabel = "2026-01-01T00:00:00.000";
  const tableArn = (region: string): string =>
    arn("dynamodb", ({ name }) => `table/${name}`)({ ...described, region });
  const replicas = described.inputs["replicas"] as Properties[] | undefined;
  return {
    arn: tableArn(described.region),
    streamArn: `${tableArn(described.region)}/stream/${streamLabel}`,
    streamLabel,
    ...(Array.isArray(replicas)
      ? {
          replicas: replicas.map((replica) => ({
            ...replica,
            arn: tableArn(String(replica["regionName"])),
            streamArn: `${tableArn(String(replica["regionName"]))}/stream/${streamLabel}`,
            streamLabel,
          })),
        }
      : {}),
  };
}

/** In the reverse order of declaration: AWS gives a set, whose order must mean nothing. */
function certificateDomains(inputs: Properties): string[] {
  const alternatives = (inputs["subjectAlternativeNames"] ?? []) as string[];
  return [...new Set([inputs["domainName"] as string, ...alternatives])]
    .filter((domain) => domain !== unknown)
    .reverse();
}

function clusterName(inputs: Properties): string {
  return String(inputs["cluster"]).split("/").at(-1) as string;
}
