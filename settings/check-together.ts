import type { Contract, HealthCheckContract, TableContract } from "../contract/contract";
import type { Fault } from "../contract/faults";
import { inContractFile, itemPath } from "../contract/paths";
import { counted, oneOf, shown, suggestion } from "../contract/wording";
import type { Settings } from "./settings";

/**
 * What is wrong only because of settings and contract together, and what this program cannot deploy.
 * A rule is left out where `settings` has no such key: that setting has a fault of its own.
 */
export function checkTogether(settings: Partial<Settings>, contract: Contract): Fault[] {
  const tables = contract.tables.map((table, index) => ({
    table,
    path: inContractFile(itemPath("tables", index)),
  }));
  const { regions, witnessRegion, adoptTables } = settings;
  const knowsReplicas = regions !== undefined && "witnessRegion" in settings;
  return [
    ...tables.flatMap(({ table, path }) => billingModeFaults(table, path)),
    ...serviceTableFaults(contract.tables[0]),
    ...healthCheckFaults(contract.healthCheck),
    ...tables.flatMap(({ table, path }) =>
      regions === undefined ? [] : minimumRegionsFaults(table, path, regions.length),
    ),
    ...tables.flatMap(({ table, path }) =>
      knowsReplicas ? strongFaults(table, path, regions.length, witnessRegion) : [],
    ),
    ...witnessFaults(witnessRegion, contract.tables),
    ...adoptionFaults(adoptTables ?? [], contract.tables),
  ];
}

function billingModeFaults(table: TableContract, path: string): Fault[] {
  if (table.billingMode === "PAY_PER_REQUEST") return [];
  return [
    {
      path: `${path}.billingMode`,
      reason: `found ${shown(table.billingMode)}; allowed: "PAY_PER_REQUEST", because a provisioned global table needs autoscaling, which this program does not declare`,
    },
  ];
}

/** The service finds an item by one text; it keeps its own items beside those of clients. */
function serviceTableFaults({ hashKey, rangeKey, attributes }: TableContract): Fault[] {
  const type = attributes[hashKey];
  const path = (field: string) => inContractFile(`tables[0].${field}`);
  return [
    ...(rangeKey === null
      ? []
      : [
          {
            path: path("rangeKey"),
            reason: `found ${shown(rangeKey)}; allowed: null, because the service uses the first table and finds each item by its hash key alone`,
          },
        ]),
    ...(type === "S"
      ? []
      : [
          {
            path: path(`attributes.${hashKey}`),
            reason: `found ${shown(type)}; allowed: "S", because the service uses the first table, and the keys of its items are texts`,
          },
        ]),
  ];
}

/** The load balancer serves HTTPS on port 443 and answers on port 80 with a redirect only. */
function healthCheckFaults(check: HealthCheckContract): Fault[] {
  const faults: Fault[] = [];
  if (check.type !== "HTTPS") {
    faults.push({
      path: inContractFile("healthCheck.type"),
      reason: `found ${shown(check.type)}; allowed: "HTTPS", because the load balancer answers HTTP with a redirect, which Route 53 counts as healthy (3xx): no failure would ever be seen`,
    });
  }
  if (check.port !== 443) {
    faults.push({
      path: inContractFile("healthCheck.port"),
      reason: `found ${check.port}; allowed: 443, the only port on which the load balancer serves the application`,
    });
  }
  return faults;
}

function minimumRegionsFaults(table: TableContract, path: string, regionCount: number): Fault[] {
  if (regionCount >= table.minimumRegions) return [];
  return [
    {
      path: "regions",
      reason: `found ${counted(regionCount, "Region")}; allowed: at least ${table.minimumRegions}, the minimumRegions of table ${shown(table.name)} (${path}.minimumRegions)`,
    },
  ];
}

/** Which Regions offer STRONG tables changes too often to be known here: AWS decides. */
function strongFaults(
  table: TableContract,
  path: string,
  regionCount: number,
  witnessRegion: string | undefined,
): Fault[] {
  if (table.consistency !== "STRONG") return [];
  const hasWitness = witnessRegion !== undefined;
  if (regionCount === (hasWitness ? 2 : 3)) return [];
  const witness = hasWitness ? `the witness ${shown(witnessRegion)}` : "no witnessRegion";
  return [
    {
      path: "regions",
      reason: `found ${counted(regionCount, "Region")} and ${witness}; allowed: exactly three Regions without a witness, or two Regions and a witnessRegion, because table ${shown(table.name)} has consistency "STRONG" (${path}.consistency)`,
    },
  ];
}

function witnessFaults(
  witnessRegion: string | undefined,
  tables: readonly TableContract[],
): Fault[] {
  if (witnessRegion === undefined || tables.some(({ consistency }) => consistency === "STRONG")) {
    return [];
  }
  return [
    {
      path: "witnessRegion",
      reason: `found ${shown(witnessRegion)}, but no table of the contract has consistency "STRONG"; allowed: nothing, because only STRONG tables have a witness`,
    },
  ];
}

function adoptionFaults(adoptTables: readonly string[], tables: readonly TableContract[]): Fault[] {
  const names = tables.map(({ name }) => name);
  return adoptTables.flatMap((table, index) =>
    names.includes(table)
      ? []
      : [
          {
            path: `adoptTables[${index}]`,
            reason: `found ${shown(table)}, which is no table of contract.json; allowed: ${oneOf(names)}${suggestion(table, names)}`,
          },
        ],
  );
}
