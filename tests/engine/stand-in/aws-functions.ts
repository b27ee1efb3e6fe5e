import type { Account } from "./account";
import type { Properties } from "./grpc";

/** The only public zone of every account, and its id. */
export const hostedZone = { name: "example.com", zoneId: "Z0123456789EXAMPLE" };

/** Answers an invoke as AWS would; one that nobody has thought of fails. */
export function invokeAws(
  account: Account,
  token: string,
  args: Properties,
  providerRegion: string | undefined,
): Properties {
  const region = (args["region"] as string | undefined) ?? providerRegion;
  if (region === undefined) {
    throw new Error(`${token} is called through a provider without a Region`);
  }
  switch (token) {
    case "aws:index/getCallerIdentity:getCallerIdentity":
      return {
        id: account.id,
        accountId: account.id,
        arn: `arn:aws:iam::${account.id}:user/tester`,
        userId: "AIDAEXAMPLE",
      };
    case "aws:index/getRegion:getRegion":
      return { id: region, name: region, region };
    case "aws:index/getPartition:getPartition":
      return { id: "aws", partition: "aws", dnsSuffix: "amazonaws.com" };
    case "aws:index/getAvailabilityZones:getAvailabilityZones":
      return { id: region, names: ["a", "b", "c"].map((zone) => `${region}${zone}`) };
    case "aws:route53/getZone:getZone":
      return getZone(args);
    case "aws:ecr/getImage:getImage":
      return getImage(account, args, region);
    case "aws:ecr/getAuthorizationToken:getAuthorizationToken":
      return {
        id: region,
        userName: "AWS",
        password: "password",
        authorizationToken: Buffer.from("AWS:password").toString("base64"),
        proxyEndpoint: `https://${account.id}.dkr.ecr.${region}.amazonaws.com`,
        expiresAt: "2026-01-01T12:00:00Z",
      };
    default:
      throw new Error(`the stand-in for AWS has no function ${token}: add it to aws-functions`);
  }
}

function getZone(args: Properties): Properties {
  const name = String(args["name"]).replace(/\.$/, "");
  if (name !== hostedZone.name || args["privateZone"] === true) {
    throw new Error(`no matching Route 53 Hosted Zone found: ${name}`);
  }
  return { ...args, ...hostedZone, id: hostedZone.zoneId, privateZone: false };
}

function getImage(account: Account, args: Properties, region: string): Properties {
  const repositoryName = String(args["repositoryName"]);
  const digest = String(args["imageDigest"] ?? args["imageTag"]);
  if (!account.hasImage(region, repositoryName, digest)) {
    throw new Error(`no image ${digest} in repository ${repositoryName} of ${region}`);
  }
  return {
    ...args,
    id: digest,
    imageDigest: digest,
    imageTags: [],
    imageUri: `${account.id}.dkr.ecr.${region}.amazonaws.com/${repositoryName}@${digest}`,
    registryId: account.id,
    repositoryName,
  };
}
