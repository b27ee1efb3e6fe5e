import type { DeclaredResource } from "../declared/declared-resource";
import type { Links } from "../declared/links";
import { readReplicaRegions, RunTimeLinks } from "./run-time-links";
import {
  type AnsweredCase,
  caseFor,
  type Counterexample,
  judge,
  type Judgement,
  notJudged,
} from "./judgement";
import { containsUnknown, regionsNamedIn } from "./reading/named-regions";
import { input } from "./reading/values";
import type { Topology, Unknown } from "./topology";

const serviceType = "aws:ecs/service:Service";

/** A resource with the way to it, for instance `service app, its taskDefinition app`. */
interface Step {
  resource: DeclaredResource;
  path: string[];
}

interface Findings {
  counterexamples: Counterexample[];
  unknown: Unknown[];
}

/**
 * F6: losing another site stops this site's tasks neither from starting nor from serving. What a
 * site's entrances and services take by property, and the ARNs and AWS hosts in their plain texts, must
 * not be another site's. Waiting (`dependsOn`) never counts, and what has no Region (IAM, Route 53,
 * stack references, builds) is nobody's.
 */
export function judgeIndependence(
  resources: readonly DeclaredResource[],
  links: Links,
  topology: Topology,
  sites: readonly string[],
  cases: readonly AnsweredCase[],
): Judgement {
  const search = new Search(resources, links, sites, cases);
  let judged = 0;
  for (const site of sites) {
    const roots = resources.filter(
      ({ urn, type, region }) =>
        region === site && (type === serviceType || urn in topology.endpoints),
    );
    judged += roots.length;
    search.from(site, roots);
  }
  if (judged === 0) {
    return notJudged("no load balancer, service or other entrance of a site is declared");
  }
  return judge(search.counterexamples, search.unknown);
}

class Search implements Findings {
  readonly counterexamples: Counterexample[] = [];
  readonly unknown: Unknown[] = [];
  private readonly runTime: RunTimeLinks;

  constructor(
    resources: readonly DeclaredResource[],
    links: Links,
    private readonly sites: readonly string[],
    private readonly cases: readonly AnsweredCase[],
  ) {
    this.runTime = new RunTimeLinks(resources, links);
  }

  /** Follows everything that the roots need, as long as it is of the same site. */
  from(site: string, roots: readonly DeclaredResource[]): void {
    const seen = new Set(roots.map(({ urn }) => urn));
    const open: Step[] = roots.map((resource) => ({ resource, path: [wordsFor(resource)] }));
    for (let step = open.pop(); step !== undefined; step = open.pop()) {
      for (const next of this.neighbours(site, step)) {
        if (!seen.has(next.resource.urn)) {
          seen.add(next.resource.urn);
          open.push(next);
        }
      }
    }
  }

  private neighbours(site: string, { resource, path }: Step): Step[] {
    const found: Step[] = [];
    for (const [property, sources] of this.runTime.takenBy(resource)) {
      this.judgeTexts(site, resource, property, path);
      for (const source of sources) {
        const next = [...path, `its ${property}: ${wordsFor(source)}`];
        if (source.region === site) {
          found.push({ resource: source, path: next });
        } else if (this.isOtherSite(source.region, site)) {
          this.judgeSource(site, resource, property, source, next);
        }
      }
    }
    for (const attached of this.runTime.attachedTo(resource)) {
      if (attached.region === site) {
        found.push({ resource: attached, path: [...path, wordsFor(attached)] });
      }
    }
    return found;
  }

  private isOtherSite(region: string | undefined, site: string): region is string {
    return region !== undefined && region !== site && this.sites.includes(region);
  }

  private judgeSource(
    site: string,
    resource: DeclaredResource,
    property: string,
    source: DeclaredResource,
    path: string[],
  ): void {
    const other = source.region as string;
    if (!readReplicaRegions(source).includes(site)) {
      this.refute(site, other, `${wordsFor(source)} of ${other}`, path);
    } else if (containsUnknown(input(resource, property))) {
      // With a known value its texts have been judged: a name serves everywhere, an ARN does not.
      this.unknown.push({
        subject: path.join(", "),
        reason:
          `what it takes of ${wordsFor(source)} cannot be seen before the update: its name is the same ` +
          `in ${site}, its ARN and its address are those of ${other}. Write the name in plain text`,
      });
    }
  }

  private judgeTexts(
    site: string,
    resource: DeclaredResource,
    property: string,
    path: string[],
  ): void {
    for (const { text, region } of regionsNamedIn(input(resource, property))) {
      if (this.isOtherSite(region, site)) {
        this.refute(site, region, text, [...path, `its ${property}`]);
      }
    }
  }

  private refute(site: string, lost: string, what: string, path: string[]): void {
    this.counterexamples.push({
      ...caseFor(this.cases, lost, site),
      because: `${site} needs ${what}, which is lost with ${lost}: ${path.join(", ")}`,
    });
  }
}

/** For instance `taskDefinition app-us-west-2`. */
function wordsFor({ type, name }: DeclaredResource): string {
  const word = type.split(":").at(-1) ?? type;
  return `${word.charAt(0).toLowerCase()}${word.slice(1)} ${name}`;
}
