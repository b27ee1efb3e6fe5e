import type { Contract, TableContract } from "../../contract/contract";

/** A contract that uses every property with something other than its emptiest value. */
export function goodContract(): Contract {
  return {
    version: 1,
    tables: [
      {
        name: "Orders",
        hashKey: "customer",
        rangeKey: "placedAt",
        attributes: { customer: "S", placedAt: "N", status: "S", total: "N", digest: "B" },
        globalSecondaryIndexes: [
          {
            name: "by-status",
            hashKey: "status",
            rangeKey: "total",
            projectionType: "INCLUDE",
            nonKeyAttributes: ["note", "currency"],
          },
          {
            name: "by-digest",
            hashKey: "digest",
            rangeKey: null,
            projectionType: "ALL",
            nonKeyAttributes: [],
          },
        ],
        timeToLiveAttribute: "expiresAt",
        billingMode: "PAY_PER_REQUEST",
        encryption: "CUSTOMER_MANAGED_KEY",
        consistency: "EVENTUAL",
        pointInTimeRecovery: true,
        deletionProtection: true,
        minimumRegions: 2,
        tags: { "data-class": "application", owner: "orders team" },
      },
      {
        name: "Customers",
        hashKey: "id",
        rangeKey: null,
        attributes: { id: "S" },
        globalSecondaryIndexes: [],
        timeToLiveAttribute: null,
        billingMode: "PAY_PER_REQUEST",
        encryption: "AWS_MANAGED_KEY",
        consistency: "EVENTUAL",
        pointInTimeRecovery: true,
        deletionProtection: false,
        minimumRegions: 1,
        tags: {},
      },
    ],
    healthCheck: {
      type: "HTTPS",
      port: 443,
      path: "/health",
      intervalSeconds: 10,
      failureThreshold: 2,
    },
    records: { maximumTtlSeconds: 10 },
    loadBalancer: { keepAliveMaximumSeconds: 300, deregistrationDelayMaximumSeconds: 60 },
    objectives: { rtoSeconds: 60, rpoSeconds: 5 },
  };
}

/** The good contract after `change`; the first table is given too, being what most rules are about. */
export function contractWith(change: (contract: Contract, table: TableContract) => void): Contract {
  const contract = goodContract();
  const [table] = contract.tables as [TableContract];
  change(contract, table);
  return contract;
}

/** The good contract as text, with one property set to anything, or absent with undefined. */
export function contractTextWith(place: readonly (string | number)[], value: unknown): string {
  const contract = goodContract();
  let parent: unknown = contract;
  for (const step of place.slice(0, -1)) parent = (parent as Record<string, unknown>)[step];
  (parent as Record<string, unknown>)[place.at(-1)!] = value;
  return JSON.stringify(contract);
}
