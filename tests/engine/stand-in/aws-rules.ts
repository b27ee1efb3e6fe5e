import type { Account, HeldResource } from "./account";
import type { Properties } from "./grpc";

/**
 * Orders and names that AWS itself enforces, so that a program which only works in a stand-in fails
 * here as well. Each function returns why AWS refuses, or `undefined`.
 */
type Rule = (resource: HeldResource, account: Account) => string | undefined;

const table = "aws:dynamodb/table:Table";
const key = "aws:kms/key:Key";
const record = "aws:route53/record:Record";
const listener = "aws:lb/listener:Listener";
const validation = "aws:acm/certificateValidation:CertificateValidation";

/** Of the Region's or the account's resources of this type, only one may have a name. */
const uniquelyNamed = new Set([
  table,
  "aws:cloudwatch/logGroup:LogGroup",
  "aws:ecr/repository:Repository",
  "aws:iam/role:Role",
  "aws:kms/alias:Alias",
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:lb/targetGroup:TargetGroup",
]);

export function refuseCreate(resource: HeldResource, account: Account): string | undefined {
  return firstRefusal([nameTaken, recordTaken, ...rulesOf(resource.type)], resource, account);
}

export function refuseUpdate(resource: HeldResource, account: Account): string | undefined {
  return firstRefusal(rulesOf(resource.type), resource, account);
}

export function refuseDelete(resource: HeldResource, account: Account): string | undefined {
  return firstRefusal([deletionProtected, keyInUse], resource, account);
}

function firstRefusal(rules: Rule[], resource: HeldResource, account: Account): string | undefined {
  return rules.map((rule) => rule(resource, account)).find((reason) => reason !== undefined);
}

function rulesOf(type: string): Rule[] {
  const rules: Record<string, Rule[]> = {
    [table]: [keysInTheirRegions],
    [record]: [aliasTargetExists, cnameStandsAlone],
    [validation]: [validationRecordsExist],
    [listener]: [certificateIssued],
    "aws:ecs/service:Service": [targetGroupsInUse],
  };
  return rules[type] ?? [];
}

const nameTaken: Rule = (resource, account) => {
  const taken =
    uniquelyNamed.has(resource.type) &&
    account
      .all(resource.type)
      .some((other) => other.region === resource.region && nameOf(other) === nameOf(resource));
  return taken ? `${nameOf(resource)} already exists` : undefined;
};

function nameOf({ inputs, outputs }: HeldResource): string {
  return String(outputs["name"] ?? inputs["name"]);
}

/** ChangeResourceRecordSets with CREATE: "tried to create resource record set, but it already exists". */
const recordTaken: Rule = (resource, account) =>
  resource.type === record &&
  resource.inputs["allowOverwrite"] !== true &&
  account.find(record, resource.id, resource.region) !== undefined
    ? `the record set ${resource.id} already exists`
    : undefined;

/** API reference of AliasTarget: an alias to a record set in the same zone needs that record set. */
const aliasTargetExists: Rule = ({ inputs }, account) => {
  const aliases = (inputs["aliases"] ?? []) as Properties[];
  const missing = aliases.find(
    (alias) =>
      alias["zoneId"] === inputs["zoneId"] &&
      !account
        .all(record)
        .some((other) => other.inputs["name"] === alias["name"] && sameType(other.inputs, inputs)),
  );
  return (
    missing &&
    `alias target ${String(missing["name"])} of type ${String(inputs["type"])} was not found`
  );
};

/** RFC 1034, section 3.6.2. */
const cnameStandsAlone: Rule = ({ inputs }, account) => {
  const others = account
    .all(record)
    .filter((other) => other.inputs["name"] === inputs["name"] && !sameType(other.inputs, inputs));
  return others.length > 0 && [inputs, ...others.map((other) => other.inputs)].some(isCname)
    ? `a CNAME and another type cannot both stand at ${String(inputs["name"])}`
    : undefined;
};

function sameType(left: Properties, right: Properties): boolean {
  return left["type"] === right["type"];
}

function isCname(inputs: Properties): boolean {
  return inputs["type"] === "CNAME";
}

/** ACM issues a certificate once its validation records answer. */
const validationRecordsExist: Rule = ({ inputs }, account) => {
  const names = (inputs["validationRecordFqdns"] ?? []) as string[];
  const missing = names.find(
    (name) => !account.all(record).some(({ outputs }) => outputs["fqdn"] === name),
  );
  return missing && `the validation record ${missing} does not exist`;
};

/** CreateListener: UnsupportedCertificate unless the certificate is issued, in the same Region. */
const certificateIssued: Rule = ({ inputs, region }, account) => {
  const certificateArn = inputs["certificateArn"];
  const issued = account
    .all(validation)
    .some((other) => other.region === region && other.inputs["certificateArn"] === certificateArn);
  return certificateArn === undefined || issued
    ? undefined
    : `the certificate ${String(certificateArn)} is not issued in ${region}`;
};

/** CreateService: "The target group ... does not have an associated load balancer". */
const targetGroupsInUse: Rule = ({ inputs }, account) => {
  const loadBalancers = (inputs["loadBalancers"] ?? []) as Properties[];
  const forwarded = account
    .all(listener)
    .flatMap((other) => (other.inputs["defaultActions"] ?? []) as Properties[])
    .map((action) => action["targetGroupArn"]);
  const unused = loadBalancers.find(({ targetGroupArn }) => !forwarded.includes(targetGroupArn));
  return unused && `the target group ${String(unused["targetGroupArn"])} has no load balancer`;
};

/** A table and its replicas are each encrypted with a key of their own Region. */
const keysInTheirRegions: Rule = ({ inputs, region }, account) => {
  const encryption = inputs["serverSideEncryption"] as Properties | undefined;
  const replicas = (inputs["replicas"] ?? []) as Properties[];
  const wanted = [
    { region, arn: encryption?.["kmsKeyArn"] },
    ...replicas.map((replica) => ({ region: replica["regionName"], arn: replica["kmsKeyArn"] })),
  ].filter(({ arn }) => arn !== undefined);
  const missing = wanted.find(
    ({ region: keyRegion, arn }) =>
      !account.all(key).some((held) => held.region === keyRegion && held.outputs["arn"] === arn),
  );
  return missing && `there is no key ${String(missing.arn)} in ${String(missing.region)}`;
};

const deletionProtected: Rule = ({ inputs, id }) =>
  inputs["deletionProtectionEnabled"] === true || inputs["enableDeletionProtection"] === true
    ? `${id} is protected from deletion`
    : undefined;

/** AWS would schedule the deletion; the replica would then be lost, so here it is refused. */
const keyInUse: Rule = ({ type, outputs }, account) => {
  const user =
    type === key &&
    account
      .all(table)
      .find(({ inputs }) => JSON.stringify(inputs).includes(String(outputs["arn"])));
  return user ? `the key ${String(outputs["arn"])} still encrypts table ${user.id}` : undefined;
};
