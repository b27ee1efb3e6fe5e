/** As `awsx.ec2.Vpc` takes it; other types and unsized subnets are not used by the program. */
export interface SubnetSpec {
  type: "Public" | "Isolated";
  cidrMask: number;
}

export interface LaidOutSubnet {
  type: SubnetSpec["type"];
  name: string;
  zone: string;
  cidrBlock: string;
}

/**
 * awsx's `Auto` strategy: every zone has an equal part of the range, in which the subnets follow each
 * other in the order given, each at the next boundary of its own size.
 */
export function layOutSubnets(
  vpcName: string,
  cidrBlock: string,
  zones: readonly string[],
  specs: readonly SubnetSpec[],
): LaidOutSubnet[] {
  const [base, prefixLength] = cidrBlock.split("/") as [string, string];
  const zoneSize = sizeOf(Number(prefixLength) + Math.ceil(Math.log2(zones.length)));
  return zones.flatMap((zone, zoneIndex) => {
    const start = toNumber(base) + zoneIndex * zoneSize;
    let next = start;
    return specs.map(({ type, cidrMask }) => {
      const size = sizeOf(cidrMask);
      const address = Math.ceil(next / size) * size;
      next = address + size;
      if (next > start + zoneSize) {
        throw new Error(`the subnets of ${vpcName} are larger than a zone's part of ${cidrBlock}`);
      }
      return {
        type,
        name: `${vpcName}-${type.toLowerCase()}-${zoneIndex + 1}`,
        zone,
        cidrBlock: `${toAddress(address)}/${cidrMask}`,
      };
    });
  });
}

function sizeOf(prefixLength: number): number {
  return 2 ** (32 - prefixLength);
}

function toNumber(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

function toAddress(value: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(value / 2 ** bits) % 256).join(".");
}
