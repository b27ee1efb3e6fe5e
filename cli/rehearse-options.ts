import { randomInt } from "node:crypto";
import { type FaultKind, faultKinds, isFaultKind } from "../rehearsal/faults";
import type { Injury, Wish } from "../rehearsal/plan";
import { UnusableInputError } from "../offline/unusable-input";

/** As the command line has them. */
export interface RawOptions {
  stack: string;
  lose: string[];
  fault: string;
  return?: true;
  lag: string;
  speed: string;
  clients: string;
  seed?: string;
  dynamodb: string;
  json?: true;
}

export interface RehearseOptions {
  stack: string;
  wish: Wish;
  fault: FaultKind;
  lagSeconds: number;
  speed: number;
  clientsPerGroup: number;
  seed: number;
  dynamodb: "moto" | "local";
  json: boolean;
}

const everySite = "all";
const largestSeed = 2 ** 31;

/**
 * @param sites The chain, first choice first.
 * @throws {UnusableInputError} with every fault
 */
export function readOptions(raw: RawOptions, sites: readonly string[]): RehearseOptions {
  const faults: string[] = [];
  const fault = readFault(raw.fault, "--fault", faults);
  const options: RehearseOptions = {
    stack: raw.stack,
    wish: {
      lose: raw.lose.map((text) => readGroup(text, fault, sites, faults)),
      returns: raw.return ?? false,
    },
    fault,
    lagSeconds: readNumber("--lag", raw.lag, { least: 0, most: 60 }, faults),
    speed: readNumber("--speed", raw.speed, { least: 1, most: 20 }, faults),
    clientsPerGroup: readNumber(
      "--clients",
      raw.clients,
      { least: 1, most: 50, isWhole: true },
      faults,
    ),
    seed:
      raw.seed === undefined
        ? randomInt(1_000_000)
        : readNumber("--seed", raw.seed, { least: 0, most: largestSeed, isWhole: true }, faults),
    dynamodb: raw.dynamodb === "local" ? "local" : "moto",
    json: raw.json ?? false,
  };
  faults.push(...repeated(options.wish.lose.flat()));
  if (raw.dynamodb !== "moto" && raw.dynamodb !== "local") {
    faults.push(`--dynamodb: found ${raw.dynamodb}; allowed: moto, local.`);
  }
  if (faults.length > 0) {
    throw new UnusableInputError(faults.join("\n"));
  }
  return options;
}

/** `REGION[=KIND],...`, or `all`. */
function readGroup(
  text: string,
  fault: FaultKind,
  sites: readonly string[],
  faults: string[],
): Injury[] {
  return text.split(",").flatMap((entry) => {
    const [site = "", kind] = entry.split("=");
    const ofKind = kind === undefined ? fault : readFault(kind, `--lose ${entry}`, faults);
    if (site === everySite) {
      return sites.map((each) => ({ site: each, fault: ofKind }));
    }
    if (!sites.includes(site)) {
      faults.push(
        `--lose: found ${site === "" ? "nothing" : site}; allowed: ${[...sites, everySite].join(", ")}.`,
      );
    }
    return [{ site, fault: ofKind }];
  });
}

/** A fault that has begun cannot begin again. */
function repeated(injuries: readonly Injury[]): string[] {
  const names = injuries.map(({ site, fault }) => `${site}=${fault}`);
  const twice = new Set(names.filter((name, index) => names.indexOf(name) < index));
  return [...twice].map((name) => `--lose: found ${name} twice; allowed: each once.`);
}

function readFault(text: string, option: string, faults: string[]): FaultKind {
  if (isFaultKind(text)) {
    return text;
  }
  faults.push(
    `${option}: found ${text === "" ? "nothing" : text}; allowed: ${faultKinds.join(", ")}.`,
  );
  return "region";
}

function readNumber(
  option: string,
  text: string,
  { least, most, isWhole = false }: { least: number; most: number; isWhole?: boolean },
  faults: string[],
): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (!(value >= least && value <= most) || (isWhole && !Number.isInteger(value))) {
    const kind = isWhole ? "whole numbers" : "numbers";
    faults.push(`${option}: found ${text}; allowed: ${kind} from ${least} to ${most}.`);
  }
  return value;
}
