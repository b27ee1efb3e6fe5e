import type { Contract, HealthCheckContract } from "../contract/contract";
import type { Fault } from "../contract/faults";
import { inContractFile } from "../contract/paths";
import { shown } from "../contract/wording";
import type { Settings } from "./settings";

/** Route 53 developer guide: an HTTPS check waits 4 s for a connection, then 2 s for a status. */
const slowestProbeSeconds = 6;
/** Until all DNS servers know a check's new status. AWS publishes no number: a cautious assumption. */
const propagationSeconds = 10;
/** Route 53 developer guide: an alias to a load balancer is answered with this TTL, always. */
const aliasTtlSeconds = 60;
/** Route 53 API, ResourceRecordSet, TTL: the advice for records with a health check. */
const advisedTtlSeconds = 60;
/** Resolvers of note (Unbound before 1.13.2) gave up after this many CNAMEs. */
const followedCnames = 8;

/** What AWS accepts, but failover suffers from. `settings` and `contract` have no faults. */
export function warnTogether(settings: Settings, contract: Contract): Fault[] {
  return [
    ...chainWarnings(settings),
    ...recoveryTimeWarnings(settings, contract),
    ...ttlWarnings(settings, contract),
    ...healthPathWarnings(contract.healthCheck),
    ...taskWarnings(settings),
  ];
}

function isAtApex(settings: Settings): boolean {
  return settings.domainName === settings.hostedZone;
}

function chainWarnings(settings: Settings): Fault[] {
  const { regions } = settings;
  if (regions.length === 1) {
    return [
      {
        path: "regions",
        reason: `holds ${shown(regions[0])} alone: there is no Region to fail over to. Add one`,
      },
    ];
  }
  const cnames = regions.length - 1;
  if (isAtApex(settings) || cnames <= followedCnames) return [];
  return [
    {
      path: "regions",
      reason: `holds ${regions.length} Regions: after the loss of all but the last a resolver must follow ${cnames} CNAME records, and some stop after ${followedCnames}. Use at most ${followedCnames + 1} Regions`,
    },
  ];
}

function recoveryTimeWarnings(settings: Settings, contract: Contract): Fault[] {
  const { rtoSeconds } = contract.objectives;
  const atApex = isAtApex(settings);
  const ttlSeconds = atApex ? aliasTtlSeconds : contract.records.maximumTtlSeconds;
  const detectionSeconds = slowestDetectionSeconds(contract.healthCheck);
  const worstSeconds = detectionSeconds + propagationSeconds + ttlSeconds;
  if (worstSeconds <= rtoSeconds) return [];
  const sum = `${detectionSeconds} s until the slowest failure is seen, ${propagationSeconds} s until all DNS servers know, ${ttlSeconds} s in a resolver's cache`;
  return [
    atApex
      ? {
          path: "domainName",
          reason: `${shown(settings.domainName)} is the apex of its zone, where only an alias can stand, and its ${aliasTtlSeconds} s in caches cannot be changed: recovery takes up to ${worstSeconds} s (${sum}), but objectives.rtoSeconds is ${rtoSeconds}. Use a name below the zone, such as ${shown(`app.${settings.hostedZone}`)}, or allow ${worstSeconds} s`,
        }
      : {
          path: inContractFile("objectives.rtoSeconds"),
          reason: `is ${rtoSeconds}, but recovery takes up to ${worstSeconds} s (${sum}). Lower healthCheck.intervalSeconds, healthCheck.failureThreshold or records.maximumTtlSeconds, or allow ${worstSeconds} s`,
        },
  ];
}

/** A checker counts an interval from the end of a probe, and every probe may run to its limits. */
function slowestDetectionSeconds(check: HealthCheckContract): number {
  return check.failureThreshold * (check.intervalSeconds + slowestProbeSeconds);
}

function ttlWarnings(settings: Settings, contract: Contract): Fault[] {
  const { maximumTtlSeconds } = contract.records;
  if (isAtApex(settings) || maximumTtlSeconds <= advisedTtlSeconds) return [];
  return [
    {
      path: inContractFile("records.maximumTtlSeconds"),
      reason: `is ${maximumTtlSeconds}: resolvers may keep the answer of a lost Region that long. Route 53 advises at most ${advisedTtlSeconds} for records with health checks`,
    },
  ];
}

function healthPathWarnings(check: HealthCheckContract): Fault[] {
  if (!/^\/live($|[/?#])/.test(check.path)) return [];
  return [
    {
      path: inContractFile("healthCheck.path"),
      reason: `is ${shown(check.path)}, which answers without asking the table: a Region whose table is out of reach keeps its traffic. Use "/health"`,
    },
  ];
}

function taskWarnings(settings: Settings): Fault[] {
  if (settings.wholeLoadTasks > 1) return [];
  return [
    {
      path: "wholeLoadTasks",
      reason: `is 1: a Region serves from one task in one zone, and the loss of either is a failover. Use at least 2`,
    },
  ];
}
