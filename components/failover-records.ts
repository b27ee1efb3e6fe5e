import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { HealthCheckContract } from "../contract/contract";
import {
  type ChainRecord,
  layOutChain,
  type RecordForm,
  recordForm,
  regionalName,
} from "../failover/chain";
import type { RegionalEndpoint } from "./regional-load-balancer";

export interface FailoverRecordsArgs {
  /** The failover name. A change replaces every record, and clients lose the old name. */
  domainName: string;
  /** The public zone's name; when it is `domainName` itself, the chain is of aliases. */
  hostedZone: string;
  zoneId: pulumi.Input<string>;
  /** The whole chain, first choice first. */
  chain: string[];
  /**
   * The Regions of `chain` whose part this stack declares: the Regional name, the health check, the
   * PRIMARY of its own link and the SECONDARY of the link before it.
   */
  endpoints: Record<string, RegionalEndpoint>;
  healthCheck: HealthCheckContract;
  /** How long resolvers may keep an answer. Aliases have no TTL of their own and ignore it. */
  ttlSeconds: number;
}

/**
 * Regional names, their health checks and the failover chain of one name.
 *
 * Losing a Region changes no declaration: Route 53's data plane answers otherwise. Nothing here has
 * to be updated, and no control plane is needed, while a Region is away.
 */
export class FailoverRecords extends pulumi.ComponentResource {
  /** Region to the id of its health check. */
  readonly healthCheckIds: Record<string, pulumi.Output<string>>;

  constructor(name: string, args: FailoverRecordsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("failover:index:FailoverRecords", name, args, opts);

    const regions = Object.keys(args.endpoints);
    this.healthCheckIds = Object.fromEntries(
      regions.map((region) => [
        region,
        this.createHealthCheck(`${name}-${region}`, region, args).id,
      ]),
    );
    this.createChain(name, args);

    this.registerOutputs({ healthCheckIds: this.healthCheckIds });
  }

  private createHealthCheck(
    name: string,
    region: string,
    args: FailoverRecordsArgs,
  ): aws.route53.HealthCheck {
    const { healthCheck } = args;
    const regionalRecord = this.createRegionalName(name, region, args);
    return new aws.route53.HealthCheck(
      name,
      {
        type: healthCheck.type,
        fqdn: regionalName(args.domainName, region),
        port: healthCheck.port,
        resourcePath: healthCheck.path,
        requestInterval: healthCheck.intervalSeconds,
        failureThreshold: healthCheck.failureThreshold,
        ...(healthCheck.type === "HTTPS" ? { enableSni: true } : {}),
        tags: { Name: regionalName(args.domainName, region) },
      },
      { parent: this, dependsOn: [regionalRecord] },
    );
  }

  private createRegionalName(
    name: string,
    region: string,
    args: FailoverRecordsArgs,
  ): aws.route53.Record {
    const endpoint = args.endpoints[region] as RegionalEndpoint;
    return new aws.route53.Record(
      name,
      {
        zoneId: args.zoneId,
        name: regionalName(args.domainName, region),
        type: "A",
        aliases: [
          {
            name: endpoint.dnsName,
            zoneId: endpoint.zoneId,
            // The name has no alternative, and the checkers must reach a sick load balancer to see it.
            evaluateTargetHealth: false,
          },
        ],
      },
      { parent: this },
    );
  }

  private createChain(name: string, args: FailoverRecordsArgs): void {
    const form = recordForm(args.domainName, args.hostedZone);
    const created: aws.route53.Record[] = [];
    for (const record of layOutChain(args.domainName, args.chain)) {
      if (record.owner in args.endpoints) {
        created.push(this.createChainRecord(name, record, form, args, created));
      }
    }
  }

  private createChainRecord(
    name: string,
    record: ChainRecord,
    form: RecordForm,
    args: FailoverRecordsArgs,
    tailOfChain: aws.route53.Record[],
  ): aws.route53.Record {
    const routing =
      record.role === "SIMPLE"
        ? {}
        : {
            setIdentifier: record.id,
            failoverRoutingPolicies: [{ type: record.role }],
          };
    const guard =
      record.guardedBy === undefined
        ? {}
        : { healthCheckId: this.healthCheckIds[record.guardedBy] };
    return new aws.route53.Record(
      `${name}-${record.id}`,
      {
        zoneId: args.zoneId,
        name: record.name,
        ...(form === "CNAME" ? cnameTo(record, args) : aliasTo(record, args)),
        ...routing,
        ...guard,
      },
      // An alias to a record that does not exist is refused; a CNAME may lead to one that comes later.
      { parent: this, dependsOn: form === "ALIAS" ? [...tailOfChain] : [] },
    );
  }
}

function cnameTo({ target }: ChainRecord, args: FailoverRecordsArgs) {
  return {
    type: "CNAME",
    ttl: args.ttlSeconds,
    records: [
      target.kind === "region" ? regionalName(args.domainName, target.region) : target.name,
    ],
  };
}

function aliasTo({ target }: ChainRecord, args: FailoverRecordsArgs) {
  const destination =
    target.kind === "region"
      ? (args.endpoints[target.region] as RegionalEndpoint)
      : { dnsName: target.name, zoneId: args.zoneId };
  return {
    type: "A",
    aliases: [
      { name: destination.dnsName, zoneId: destination.zoneId, evaluateTargetHealth: true },
    ],
  };
}
