import { numeric, property } from "../contract/declared-fields";
import type { DeclaredResource } from "../declared/declared-resource";
import type { Links, LinkTarget } from "../declared/links";
import {
  type AnsweredCase,
  caseFor,
  type Counterexample,
  judge,
  type Judgement,
  notJudged,
} from "./judgement";
import { type Declared, input, isUnknown, reported, whyUnknown } from "./reading/values";
import type { Unknown } from "./topology";

/** The tag of an ECS service that says how many of its tasks carry the whole peak load. */
export const wholeLoadTag = "failover:whole-load-tasks";

const serviceType = "aws:ecs/service:Service";
const services: LinkTarget = { types: [serviceType], namedBy: ["name"] };
const scalingType = "aws:appautoscaling/target:Target";

/** How many tasks are there whatever happens: an autoscaling minimum, else the desired count. */
interface Floor {
  tasks: Declared;
  words: string;
}

/**
 * F7: every site holds at least the number of tasks that its services are tagged with, so that it can
 * take over without starting any.
 *
 * @param sites Regions; other sites hold no services.
 */
export function judgeCapacity(
  links: Links,
  sites: readonly string[],
  cases: readonly AnsweredCase[],
): Judgement {
  const tagged = links
    .ofType(serviceType)
    .filter(({ region }) => region !== undefined && sites.includes(region))
    .map((service) => ({ service, needed: wholeLoadOf(service) }))
    .filter(({ needed }) => needed !== undefined);
  if (tagged.length === 0) {
    return notJudged(`no ECS service of a site has the tag ${wholeLoadTag}`);
  }
  const { floors, hiddenFloors } = readFloors(links);
  const counterexamples: Counterexample[] = [];
  const unknown: Unknown[] = [];
  for (const { service, needed } of tagged) {
    const { name, region = "" } = service;
    const floor = floors.get(service.urn) ?? hiddenFloors.get(region) ?? ownFloor(service);
    const reason = whyNotCompared(needed, floor);
    if (reason !== undefined) {
      unknown.push({ subject: `service ${name} in ${region}`, reason });
    } else if ((floor.tasks as number) < (needed as number)) {
      counterexamples.push({
        ...caseFor(cases, undefined, region),
        because:
          `${region} then carries the whole load with ${floor.tasks as number} tasks of the service ` +
          `${name} (${floor.words}), and its tag ${wholeLoadTag} says that it takes ${needed as number}`,
      });
    }
  }
  const untagged = sites.filter((site) => !tagged.some(({ service }) => service.region === site));
  return judge(
    counterexamples,
    unknown,
    untagged.length === 0 ? undefined : `not judged without the tag: ${untagged.join(", ")}`,
  );
}

function wholeLoadOf(service: DeclaredResource): Declared {
  const tags = input(service, "tags");
  return numeric(property(tags, wholeLoadTag));
}

function whyNotCompared(needed: Declared, { tasks, words }: Floor): string | undefined {
  if (isUnknown(needed)) {
    return `its tag ${wholeLoadTag} ${whyUnknown(needed)}`;
  }
  if (typeof needed !== "number") {
    return `its tag ${wholeLoadTag} is not a whole number`;
  }
  if (typeof tasks !== "number") {
    return isUnknown(tasks) ? `its ${words} ${whyUnknown(tasks)}` : `it has no ${words}`;
  }
  return undefined;
}

function ownFloor(service: DeclaredResource): Floor {
  if (input(service, "schedulingStrategy") === "DAEMON") {
    return { tasks: undefined, words: "count of tasks, one runs on each container instance" };
  }
  // The provider's default (`desiredCount` of aws.ecs.Service).
  return { tasks: numeric(input(service, "desiredCount"), 0), words: "desiredCount" };
}

interface Floors {
  /** By the service's URN. */
  floors: Map<string, Floor>;
  /** By Region, where a scaling target may belong to any service in it. */
  hiddenFloors: Map<string, Floor>;
}

function readFloors(links: Links): Floors {
  const floors = new Map<string, Floor>();
  const hiddenFloors = new Map<string, Floor>();
  for (const target of links.ofType(scalingType)) {
    const service = scaledService(target, links);
    const resourceId = input(target, "resourceId");
    if (service !== undefined) {
      const tasks = numeric(input(target, "minCapacity"));
      floors.set(service.urn, { tasks, words: "minCapacity of its autoscaling" });
    } else if (isUnknown(resourceId) && target.region !== undefined) {
      const words = `number of tasks, which the scaling target ${target.name} may change,`;
      hiddenFloors.set(target.region, { tasks: resourceId, words });
    }
  }
  return { floors, hiddenFloors };
}

/** A scaling target names its service as `service/CLUSTER/NAME` in its own Region. */
function scaledService(target: DeclaredResource, links: Links): DeclaredResource | undefined {
  const [source, ...others] = links.sourcesOf(target, "resourceId", services);
  if (source !== undefined && others.length === 0) {
    return source;
  }
  const resourceId = input(target, "resourceId");
  const [kind, cluster, name] = typeof resourceId === "string" ? resourceId.split("/") : [];
  const named = links
    .ofType(serviceType)
    .filter(
      (service) =>
        kind === "service" &&
        service.region === target.region &&
        reported(service, "name") === name &&
        (clusterName(service) ?? cluster) === cluster,
    );
  return named.length === 1 ? named[0] : undefined;
}

/** From an ARN, or as it stands; `undefined` where it is not known. */
function clusterName(service: DeclaredResource): string | undefined {
  const cluster = input(service, "cluster") ?? "default";
  return typeof cluster === "string" ? cluster.split("/").at(-1) : undefined;
}
