/** AWS's separate clouds: accounts, ARNs and global tables never reach from one into another. */
export type Partition = "aws" | "aws-cn" | "aws-us-gov" | "aws-eusc";

export interface RegionInfo {
  /** The first part of the ARNs of the Region's resources (`arn:<partition>:...`). */
  partition: Partition;
  /**
   * 1 to 255, unique and permanent: the Region's network is `10.<networkSlot>.0.0/16`. Another number
   * would replace the network of every environment in that Region.
   */
  networkSlot: number;
}

/**
 * Every Region that `@pulumi/aws` knows (its type `Region`), without those of the isolated partitions
 * (`aws-iso*`). A new Region is added at the end, with the next slot.
 */
export const knownRegions: Readonly<Record<string, RegionInfo>> = {
  "af-south-1": { partition: "aws", networkSlot: 1 },
  "ap-east-1": { partition: "aws", networkSlot: 2 },
  "ap-east-2": { partition: "aws", networkSlot: 3 },
  "ap-northeast-1": { partition: "aws", networkSlot: 4 },
  "ap-northeast-2": { partition: "aws", networkSlot: 5 },
  "ap-northeast-3": { partition: "aws", networkSlot: 6 },
  "ap-south-1": { partition: "aws", networkSlot: 7 },
  "ap-south-2": { partition: "aws", networkSlot: 8 },
  "ap-southeast-1": { partition: "aws", networkSlot: 9 },
  "ap-southeast-2": { partition: "aws", networkSlot: 10 },
  "ap-southeast-3": { partition: "aws", networkSlot: 11 },
  "ap-southeast-4": { partition: "aws", networkSlot: 12 },
  "ap-southeast-5": { partition: "aws", networkSlot: 13 },
  "ap-southeast-6": { partition: "aws", networkSlot: 14 },
  "ap-southeast-7": { partition: "aws", networkSlot: 15 },
  "ca-central-1": { partition: "aws", networkSlot: 16 },
  "ca-west-1": { partition: "aws", networkSlot: 17 },
  "eu-central-1": { partition: "aws", networkSlot: 18 },
  "eu-central-2": { partition: "aws", networkSlot: 19 },
  "eu-north-1": { partition: "aws", networkSlot: 20 },
  "eu-south-1": { partition: "aws", networkSlot: 21 },
  "eu-south-2": { partition: "aws", networkSlot: 22 },
  "eu-west-1": { partition: "aws", networkSlot: 23 },
  "eu-west-2": { partition: "aws", networkSlot: 24 },
  "eu-west-3": { partition: "aws", networkSlot: 25 },
  "il-central-1": { partition: "aws", networkSlot: 26 },
  "me-central-1": { partition: "aws", networkSlot: 27 },
  "me-south-1": { partition: "aws", networkSlot: 28 },
  "mx-central-1": { partition: "aws", networkSlot: 29 },
  "sa-east-1": { partition: "aws", networkSlot: 30 },
  "us-east-1": { partition: "aws", networkSlot: 31 },
  "us-east-2": { partition: "aws", networkSlot: 32 },
  "us-west-1": { partition: "aws", networkSlot: 33 },
  "us-west-2": { partition: "aws", networkSlot: 34 },
  "cn-north-1": { partition: "aws-cn", networkSlot: 35 },
  "cn-northwest-1": { partition: "aws-cn", networkSlot: 36 },
  "eusc-de-east-1": { partition: "aws-eusc", networkSlot: 37 },
  "us-gov-east-1": { partition: "aws-us-gov", networkSlot: 38 },
  "us-gov-west-1": { partition: "aws-us-gov", networkSlot: 39 },
};

export function isKnownRegion(name: string): boolean {
  return Object.hasOwn(knownRegions, name);
}

/** @throws RangeError for a name that is not in `knownRegions`; settings are checked before. */
export function regionInfo(name: string): RegionInfo {
  const info = isKnownRegion(name) ? knownRegions[name] : undefined;
  if (info === undefined) throw new RangeError(`${name} is not a known AWS Region.`);
  return info;
}
