import type { DeclaredResource } from "../declared/declared-resource";
import type { Links } from "../declared/links";
import { judgeCapacity } from "./capacity";
import { judgeDataRisk } from "./data-risk";
import { judgeIndependence } from "./independence";
import type { AnsweredCase, Judgement } from "./judgement";
import type { Topology } from "./topology";

export type RegionJudgements = Record<"F5" | "F6" | "F7", Judgement>;

/**
 * Judges F5 to F7. They are about Regions, so that names which lead to the same Regions in the same
 * way share a judgement: each takes a look at everything that is declared.
 */
export class RegionObligations {
  private readonly judged = new Map<string, RegionJudgements>();

  constructor(
    private readonly resources: readonly DeclaredResource[],
    private readonly links: Links,
    private readonly topology: Topology,
  ) {}

  judge(
    sites: readonly string[],
    cases: readonly AnsweredCase[],
    rpoSeconds: number,
  ): RegionJudgements {
    const answered = cases.map(({ failed, answer }) => ({ failed, answer }));
    const key = JSON.stringify([sites, answered, rpoSeconds]);
    const judgements = this.judged.get(key) ?? this.judgeAnew(sites, answered, rpoSeconds);
    this.judged.set(key, judgements);
    return judgements;
  }

  private judgeAnew(
    sites: readonly string[],
    cases: readonly AnsweredCase[],
    rpoSeconds: number,
  ): RegionJudgements {
    const { resources, links, topology } = this;
    return {
      F5: judgeDataRisk(resources, links, sites, cases, rpoSeconds),
      F6: judgeIndependence(resources, links, topology, sites, cases),
      F7: judgeCapacity(links, sites, cases),
    };
  }
}
