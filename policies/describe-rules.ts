import * as fs from "node:fs";
import * as path from "node:path";
import { groupBy } from "../failover/group-by";
import type { Reach, Rule } from "./rule";
import { rules } from "./rules";

/** The words that stand around the generated part of `README.md`. */
const begin =
  "<!-- Generated from the rules by `npm run docs:policies`. -->\n<!-- prettier-ignore-start -->";
const end = "<!-- prettier-ignore-end -->";

/** The first word of a rule's name, to the service that it is about. */
const services: Readonly<Record<string, string>> = {
  failover: "Failover as a whole",
  dynamodb: "Amazon DynamoDB",
  kms: "AWS Key Management Service",
  route53: "Amazon Route 53",
  elb: "Elastic Load Balancing",
  ecs: "Amazon Elastic Container Service",
  ecr: "Amazon Elastic Container Registry",
  elasticache: "Amazon ElastiCache",
  cloudwatch: "Amazon CloudWatch",
  pulumi: "The pack itself",
};

/** Where a rule judges, in the words that the README's section on coverage explains. */
const reaches: Readonly<Record<Reach, string>> = {
  everywhere: "everywhere",
  covered: "covered stacks",
  named: "named stacks",
  open: "without coverage",
};

/** Markdown: a table of the rules for each service, by name. */
export function describeRules(): string {
  const byService = groupBy(rules, ({ name }) => name.split("-")[0]!);
  const unnamed = [...byService.keys()].filter((service) => !(service in services));
  if (unnamed.length > 0) {
    throw new Error(`policies/describe-rules.ts names no service for ${unnamed.join(", ")}.`);
  }
  return Object.entries(services)
    .filter(([service]) => byService.has(service))
    .map(([service, title]) => serviceTable(title, byService.get(service) ?? []))
    .join("\n\n");
}

function serviceTable(title: string, own: readonly Rule[]): string {
  return [
    `### ${title}`,
    "",
    "| Rule | Level | Judges | What it demands | Why | Fix |",
    "| --- | --- | --- | --- | --- | --- |",
    ...[...own].sort((one, other) => (one.name < other.name ? -1 : 1)).map(ruleRow),
  ].join("\n");
}

function ruleRow({ name, kind, level, reach, description, why, fix }: Rule): string {
  const mark = kind === "stack" ? " \\*" : "";
  const texts = [description, why, fix].map(escaped);
  const cells = [`\`${name}\`${mark}`, level, reaches[reach], ...texts];
  return `| ${cells.join(" | ")} |`;
}

function escaped(text: string): string {
  return text.replace(/[\\|*<>[\]]/g, "\\$&");
}

/**
 * The README with its generated part as the rules have it now.
 *
 * @throws where the marks of the generated part are missing.
 */
export function withRules(readme: string): string {
  const [before, rest] = split(readme, begin);
  const [, after] = split(rest, end);
  return `${before}${begin}\n\n${describeRules()}\n\n${end}${after}`;
}

function split(text: string, mark: string): [before: string, after: string] {
  const place = text.indexOf(mark);
  if (place < 0) {
    throw new Error(`policies/README.md has no line ${JSON.stringify(mark)}.`);
  }
  return [text.slice(0, place), text.slice(place + mark.length)];
}

if (require.main === module) {
  const file = path.join(__dirname, "README.md");
  fs.writeFileSync(file, withRules(fs.readFileSync(file, "utf8")));
}
