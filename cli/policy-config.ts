import * as fs from "node:fs";
import type { Command } from "commander";
import type { Contract } from "../contract/contract";
import type { Fault } from "../contract/faults";
import { parseJson } from "../contract/parse-json";
import { readContract } from "../contract/read-contract";
import { counted, oneOf, shown } from "../contract/wording";
import { UnusableInputError } from "../offline/unusable-input";
import { type Coverage, coverageScopes, type CoverageScope } from "../policies/coverage";
import {
  type NamedExemption,
  optionFaults,
  packConfiguration,
  type PackConfigurationOptions,
} from "../policies/pack-configuration";
import { replaceFile } from "./replace-file";

interface PolicyConfigOptions {
  contract: string;
  coverage: string[];
  exemptions?: string;
  out?: string;
}

export function addPolicyConfigCommand(program: Command): void {
  program
    .command("policy-config")
    .description(
      "Write the contract as configuration of the policy pack, for `--policy-pack-config` and " +
        "`pulumi policy enable --config`.",
    )
    .option("--contract <file>", "the contract", "contract.json")
    .option(
      "--coverage <project/stack=scope...>",
      "stacks that must hold what the contract names; * stands for any characters, and the scope is " +
        "all, global (the tables) or region (the service of one Region)",
      [],
    )
    .option("--exemptions <file>", "a JSON list of { rule, resource, reason, expires }")
    .option("--out <file>", "write to a file, instead of to standard output")
    .action(policyConfig);
}

function policyConfig({ contract: file, coverage, exemptions, out }: PolicyConfigOptions): void {
  const faults: Fault[] = [];
  const contract = contractFrom(file, faults);
  const options: Required<PackConfigurationOptions> = {
    coverage: coverage.flatMap((entry) => coverageFrom(entry, faults)),
    exemptions: exemptions === undefined ? [] : exemptionsFrom(exemptions, faults),
  };
  faults.push(
    ...optionFaults(options).map(({ path, reason }) => ({
      path: path.startsWith("coverage")
        ? `--${path}`
        : inFile(exemptions ?? "--exemptions", path.slice("exemptions".length)),
      reason,
    })),
  );
  if (contract === undefined || faults.length > 0) throw unusable(faults);

  const configuration = packConfiguration(contract, options);
  const text = `${JSON.stringify(configuration, null, 2)}\n`;
  if (out === undefined) {
    process.stdout.write(text);
  } else {
    refuseToReplaceOther(out, Object.keys(configuration));
    replaceFile(out, text);
  }
}

function contractFrom(file: string, faults: Fault[]): Contract | undefined {
  const read = readContract(readText(file, "--contract"));
  const named = read.faults.map(({ path, reason }) => ({
    path: path.replace(/^contract\.json/, file),
    reason,
  }));
  faults.push(...named);
  return read.contract;
}

/** `PROJECT/STACK=SCOPE` */
function coverageFrom(entry: string, faults: Fault[]): Coverage[] {
  const [, project, stack, scope] = /^([^/=]+)\/([^/=]+)=([^/=]+)$/.exec(entry) ?? [];
  if (project === undefined || stack === undefined || !isScope(scope)) {
    const reason = `found ${shown(entry)}; allowed: PROJECT/STACK=SCOPE with a scope of ${oneOf(coverageScopes)}, for instance shop/prod-*=region`;
    faults.push({ path: "--coverage", reason });
    return [];
  }
  return [{ project, stack, scope }];
}

function isScope(text: string | undefined): text is CoverageScope {
  return (coverageScopes as readonly (string | undefined)[]).includes(text);
}

/** Its shape is checked with the pack's own schema afterwards. */
function exemptionsFrom(file: string, faults: Fault[]): NamedExemption[] {
  const json = parseJson(readText(file, "--exemptions"));
  if ("syntaxFault" in json) {
    faults.push({ path: file, reason: `is not JSON: ${json.syntaxFault}` });
    return [];
  }
  for (const { path, line } of json.repeated) {
    const reason = `is written twice in the same object (again on line ${line}); allowed: once`;
    faults.push({ path: inFile(file, path), reason });
  }
  return json.value as NamedExemption[];
}

/** A file that is no configuration of this pack was hardly meant. */
function refuseToReplaceOther(file: string, policies: readonly string[]): void {
  if (!fs.existsSync(file)) return;
  const json = parseJson(readText(file, "--out"));
  const old = "value" in json ? json.value : undefined;
  const names = typeof old === "object" && old !== null ? Object.keys(old) : [];
  if (!names.some((name) => policies.includes(name))) {
    throw new UnusableInputError(
      `--out: ${file} exists and is no configuration of this policy pack, so that it is not ` +
        "replaced. Name another file, or remove this one.",
    );
  }
}

function inFile(file: string, path: string): string {
  return path === "" ? file : `${file}: ${path}`;
}

function unusable(faults: readonly Fault[]): UnusableInputError {
  return new UnusableInputError(
    [
      `no configuration is written, because of ${counted(faults.length, "fault")}:`,
      ...faults.map(({ path, reason }) => `  ${path}: ${reason}`),
    ].join("\n"),
  );
}

function readText(file: string, option: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UnusableInputError(
      `${option}: ${file} cannot be read (${code ?? "unknown reason"}).`,
    );
  }
}
